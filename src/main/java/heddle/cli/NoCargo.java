package heddle.cli;

import heddle.rules.CargoFact;
import heddle.rules.CargoOption;
import heddle.rules.Tools;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** For rules that stand for an intrinsic of a Cargo build: they cannot ask for one. */
record NoCargo() implements Tools.Cargo {
  @Override
  public List<Path> build(List<String> words) throws ProblemException {
    throw refused("heddle build " + String.join(" ", words));
  }

  @Override
  public Optional<String> option(CargoOption wanted) throws ProblemException {
    throw refused(wanted.toString());
  }

  @Override
  public Optional<String> fact(CargoFact wanted) throws ProblemException {
    throw refused(wanted.toString());
  }

  private static ProblemException refused(String what) {
    return new ProblemException(
        Problem.of(
            "a rule that stands for an intrinsic asks for Cargo packages, which ask for that"
                + " intrinsic: "
                + what));
  }
}

package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what {@link PlanEncoding} writes. Text of another version fails in some exception. */
final class PlanDecoding {
  private final KeptTextReader in;
  private final KeptPackageReader packageIn;

  private PlanDecoding(String text) {
    this.in = new KeptTextReader(text);
    this.packageIn = new KeptPackageReader(in);
  }

  static UnitGraph decode(String text) throws ProblemException {
    return new PlanDecoding(text).graph();
  }

  private UnitGraph graph() throws ProblemException {
    var packages = new ArrayList<Package>();
    for (int left = in.number(); left > 0; left--) {
      packages.add(packageIn.planned());
    }
    var profiles = new ArrayList<Profile>();
    for (int left = in.number(); left > 0; left--) {
      profiles.add(profile());
    }
    var units = new ArrayList<Unit>();
    for (int left = in.number(); left > 0; left--) {
      units.add(unit(packages, profiles));
    }
    var roots = new ArrayList<Integer>();
    for (int left = in.number(); left > 0; left--) {
      roots.add(in.number());
    }
    var notices = new ArrayList<Problem>();
    for (int left = in.number(); left > 0; left--) {
      notices.add(new Problem(in.text(), List.of(), in.texts(), in.texts()));
    }
    if (in.more()) {
      throw new IllegalArgumentException("there is more after the plan");
    }
    return new UnitGraph(units, roots, notices);
  }

  private Unit unit(List<Package> packages, List<Profile> profiles) {
    Package pkg = packages.get(in.number());
    int target = in.number();
    CargoTarget t =
        target == 0 ? packageIn.target(pkg.root()) : pkg.manifest().targets().get(target - 1);
    Profile profile = profiles.get(in.number());
    String triple = in.text();
    Platform platform = triple.isEmpty() ? Platform.host() : new Platform.Target(triple);
    Mode mode = Mode.valueOf(in.text());
    List<String> features = in.texts();
    var deps = new ArrayList<UnitDep>();
    for (int left = in.number(); left > 0; left--) {
      deps.add(new UnitDep(in.number(), in.text(), false, false));
    }
    return new Unit(pkg, t, profile, platform, mode, features, deps, in.flag());
  }

  private Profile profile() {
    return new Profile(
        in.text(),
        in.text(),
        Profile.Root.valueOf(in.text()),
        lto(in.text()),
        in.optional(),
        in.flag() ? Optional.of(in.whole()) : Optional.empty(),
        new Profile.DebugInfo(Profile.Debug.valueOf(in.text()), in.flag()),
        in.optional(),
        in.flag(),
        in.flag(),
        in.flag(),
        in.flag(),
        Profile.Panic.valueOf(in.text()),
        new Profile.Strip(in.optional(), in.flag()),
        in.texts(),
        in.flag() ? Optional.of(new Profile.TrimPaths(in.flag(), in.texts())) : Optional.empty(),
        hint(in.number()));
  }

  private static Optional<Boolean> hint(int number) {
    return number == 0 ? Optional.empty() : Optional.of(number == 2);
  }

  private static Profile.Lto lto(String text) {
    return switch (text) {
      case "off" -> new Profile.Lto.Off();
      case "=true", "=false" -> new Profile.Lto.Flag(text.equals("=true"));
      default -> new Profile.Lto.Named(text.substring(1, text.length() - 1));
    };
  }
}

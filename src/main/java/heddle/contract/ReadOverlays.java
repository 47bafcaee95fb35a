package heddle.contract;

import heddle.contract.policy.Policy;
import heddle.engine.Context;
import heddle.engine.Task;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.world.ListDirectory;
import heddle.world.Listing;
import heddle.world.WrittenText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The overlays of a build: those in the directories that the root's policy names, then those that
 * come with Heddle. Each file {@code NAME.toml} is one.
 */
public record ReadOverlays(Path root, Path shipped) implements Task<Overlays> {
  @Override
  public Overlays run(Context c) throws Exception {
    Policy policy = c.get(new ReadPolicy(root));
    var all = new ArrayList<Overlay>();
    for (String each : policy.overlays()) {
      Path directory = root.resolve(each);
      if (c.get(new ListDirectory(directory)).isEmpty())
        throw new ProblemException(
            Problem.of("heddle.toml names overlays in `" + each + "`, which is no directory")
                .withHelp("make `" + directory + "`, or take it out of `overlays`"));
      all.addAll(in(directory, c));
    }
    all.addAll(in(shipped, c));
    return new Overlays(all);
  }

  private static List<Overlay> in(Path directory, Context c) throws Exception {
    Optional<Listing> listing = c.get(new ListDirectory(directory));
    if (listing.isEmpty()) return List.of();
    var files = new ArrayList<WrittenText>();
    listing
        .get()
        .entries()
        .forEach((name, _) -> {
          if (name.endsWith(".toml") && !name.startsWith("."))
            files.add(new WrittenText(directory.resolve(name)));
        });
    var all = new ArrayList<Overlay>();
    for (Optional<Source> text : c.all(files)) {
      if (text.isPresent()) all.add(Overlay.read(text.get()));
    }
    return all;
  }
}

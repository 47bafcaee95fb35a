package heddle.rust;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a script may write in its package's own source: it is kept with the script's result, and
 * laid down again where that is found.
 */
record SourceOutputs(CratePackage pkg, List<String> allowed, Machine machine) {
  /** Takes in all files below the allowed places, named by their path in the package. */
  List<Recorded.Product> keep() throws IOException {
    var products = new ArrayList<Recorded.Product>();
    if (!pkg.local()) return products;
    for (String each : allowed) {
      for (Path file : machine.files(pkg.root().resolve(each).normalize()))
        products.add(
            new Recorded.Product(
                pkg.root().relativize(file).toString(), machine.keep(file), false));
    }
    return products;
  }

  /** Writes those that are not there, or hold something else. */
  void place(List<Recorded.Product> products) throws IOException {
    for (Recorded.Product each : products) {
      Path file = pkg.root().resolve(each.name());
      if (!machine.shows(file, each.blob())) machine.place(each.blob(), file, false, false);
    }
  }
}

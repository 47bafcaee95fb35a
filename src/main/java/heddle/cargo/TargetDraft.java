package heddle.cargo;

import heddle.text.Place;
import heddle.text.ProblemException;
import java.util.List;
import java.util.Optional;

/** A target that is not checked yet, with its table; an empty path is not known. */
record TargetDraft(String name, String path, Fields fields) {
  /** The crate types it lists; empty if it lists none. */
  Optional<List<String>> types() throws ProblemException {
    Optional<List<String>> types = fields.texts("crate-type");
    return types.isPresent() ? types : fields.texts("crate_type");
  }

  Place typesPlace() {
    return fields.has("crate-type") ? fields.place("crate-type") : fields.place("crate_type");
  }

  boolean procMacro() throws ProblemException {
    Optional<Boolean> flag = fields.flag("proc-macro", "proc_macro");
    return flag.isPresent() ? flag.get() : types().orElse(List.of()).contains("proc-macro");
  }
}

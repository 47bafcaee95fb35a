package heddle.rust;

import heddle.cargo.BuildRequest;
import heddle.cargo.ReadWorkspace;
import heddle.engine.Context;
import heddle.engine.Task;

/** What the order asks to build, with what the root's options say of features. */
record PolicedRequest(Equipment with) implements Task<BuildRequest> {
  @Override
  public BuildRequest run(Context c) throws Exception {
    var workspace = c.get(new ReadWorkspace(with.manifest(), with.reading()));
    return with.order()
        .request()
        .withPolicy(
            new ContractReading(with.order(), with.queries()).policy(c, workspace, with.config()));
  }

  @Override
  public String toString() {
    return "the root's words on features";
  }
}

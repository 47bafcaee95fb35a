package heddle.cli;

import heddle.engine.Engine;
import heddle.engine.Handlers;
import heddle.engine.Listener;
import heddle.process.AskTool;
import heddle.process.ToolAnswers;
import heddle.store.KeptTraces;
import heddle.store.Store;
import heddle.world.Observation;
import java.io.IOException;

/**
 * What a command works with: the store, and an engine whose intrinsics are bound to this machine.
 * It belongs to a session and is closed at its end, the engine before the store.
 */
final class Workbench {
  private final Store store;
  private final Handlers handlers;
  private final Session session;

  private Workbench(Session session, Store store, Handlers handlers) {
    this.session = session;
    this.store = store;
    this.handlers = handlers;
  }

  static Workbench open(Session session) throws IOException {
    Invocation invocation = session.invocation();
    Store store = Store.open(invocation.home());
    session.onEnd(() -> {
      try {
        store.close();
      } catch (IOException e) {
        session.terminal().warning("the store could not be closed: " + e.getMessage());
      }
    });
    var answers = new ToolAnswers(invocation.environment(), store.records());
    Handlers handlers =
        new Observation(invocation.environment(), store)
            .handlers()
            .with(AskTool.class, (question, _) -> answers.ask(question));
    return new Workbench(session, store, handlers);
  }

  Store store() {
    return store;
  }

  /** The handlers that every command needs; a command adds its own. */
  Handlers handlers() {
    return handlers;
  }

  /** An engine with these handlers, closed at the end of the session. */
  Engine engine(Handlers all, Listener listener) {
    var engine = new Engine(all, new KeptTraces(store.records()), listener);
    session.onEnd(engine::close);
    return engine;
  }
}

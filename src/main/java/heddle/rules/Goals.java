package heddle.rules;

import heddle.engine.Handlers;
import heddle.engine.Task;
import heddle.text.ProblemException;

/** What is generated beside the rules of a workspace: how its goals are made from words. */
public interface Goals {
  /** The task of this goal. */
  Task<?> task(String name, Words words) throws ProblemException;

  /** The handlers with the intrinsics replaced that heddle.toml says. */
  Handlers replacing(Handlers handlers);
}

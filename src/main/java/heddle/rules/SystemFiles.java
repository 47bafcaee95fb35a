package heddle.rules;

import heddle.engine.Input;
import heddle.engine.Intrinsic;
import heddle.world.SystemImage;

/** What the system gives to every run, beside what the run names. */
record SystemFiles() implements Input<SystemImage>, Intrinsic<SystemImage> {}

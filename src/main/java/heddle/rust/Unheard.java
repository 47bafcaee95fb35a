package heddle.rust;

/** Hears what a build does and says nothing of it. */
record Unheard() implements BuildListener {
  @Override
  public void started(int unit, String label) {}

  @Override
  public void runs(String command) {}

  @Override
  public void finished(UnitReport report) {}

  @Override
  public void shown(Shown shown) {}

  @Override
  public void executed(int unit, ScriptRun run) {}
}

package heddle.rust;

import heddle.text.Problem;
import java.util.List;

/** Hears nothing but what a test asks it to. */
class SilentProgress implements Progress {
  @Override
  public void planned(int units) {}

  @Override
  public void status(String verb, String about) {}

  @Override
  public void started(String label, String verb, String about) {}

  @Override
  public void finished(String label, boolean fresh) {}

  @Override
  public void said(List<String> out, List<String> err) {}

  @Override
  public List<String> warned(Problem problem) {
    return List.of();
  }

  @Override
  public void runs(String command) {}
}

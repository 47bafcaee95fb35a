package heddle.cli;

/** The entry of the jar: hands arguments and environment on as values and ends the process. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("heddle 0.1.0");
  }
}

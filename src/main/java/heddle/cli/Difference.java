package heddle.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * What one edit changed in a text, as the lines of a unified diff: one hunk from the first line
 * that differs to the last.
 */
record Difference(String before, String after) {
  private static final int CONTEXT = 2;

  List<String> lines(String name) {
    List<String> old = before.lines().toList();
    List<String> now = after.lines().toList();
    int head = 0;
    while (head < old.size() && head < now.size() && old.get(head).equals(now.get(head))) head++;
    int tail = 0;
    while (tail < old.size() - head
        && tail < now.size() - head
        && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) tail++;
    int from = Math.max(0, head - CONTEXT);
    int oldEnd = Math.min(old.size(), old.size() - tail + CONTEXT);
    int nowEnd = Math.min(now.size(), now.size() - tail + CONTEXT);
    var lines = new ArrayList<String>();
    lines.add("--- " + name);
    lines.add("+++ " + name);
    lines.add("@@ -" + range(from, oldEnd) + " +" + range(from, nowEnd) + " @@");
    for (int i = from; i < head; i++) lines.add(" " + old.get(i));
    for (int i = head; i < old.size() - tail; i++) lines.add("-" + old.get(i));
    for (int i = head; i < now.size() - tail; i++) lines.add("+" + now.get(i));
    for (int i = now.size() - tail; i < nowEnd; i++) lines.add(" " + now.get(i));
    return lines;
  }

  private static String range(int from, int to) {
    return (to == from ? from : from + 1) + "," + (to - from);
  }
}

package heddle.rust;

import java.util.Set;

/** What the reading of a script's output needs to know of the package it belongs to. */
record ScriptedPackage(
    String description,
    String libraryName,
    Set<String> bins,
    boolean hasCdylib,
    boolean hasTests,
    boolean hasBenches,
    boolean hasExamples,
    boolean predatesDoubleColon,
    boolean mayBootstrap) {
  ScriptedPackage {
    bins = Set.copyOf(bins);
  }
}

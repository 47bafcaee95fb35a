package heddle.cli;

import heddle.rust.Workshop;

/** {@code heddle sbom}: the bill of materials of the plan. */
final class SbomCommand implements Command {
  @Override
  public Usage usage() {
    return new Usage(
        "",
        0,
        0,
        false,
        ContractSession.options(
            Option.flag(
                "static-built-using", "Print Debian's field of that name in place of CycloneDX")));
  }

  @Override
  public int run(Session session, Arguments given) throws Exception {
    try (Workshop shop = ContractSession.open(session, given)) {
      var sbom = new Sbom(shop.inventory());
      var out = session.terminal().out();
      out.println(given.has("static-built-using") ? sbom.staticBuiltUsing() : sbom.cyclonedx());
      out.flush();
      return 0;
    }
  }
}

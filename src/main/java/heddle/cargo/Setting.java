package heddle.cargo;

/** A typed value of the configuration and where it was set. */
public record Setting<T>(T value, Origin origin) {}

namespace Orleans.Configuration;

/// <summary>Accepted for the sake of the genuine packages. In one process calls from outside grains keep to
/// <see cref="SiloMessagingOptions"/>.</summary>
public class ClientMessagingOptions : MessagingOptions;

namespace Bindscope.Cli.Verbs;

/// <summary>How a demo is shown.</summary>
/// <param name="AreServed">Whether there is a server.</param>
/// <param name="OpensBrowser">Whether the browser is opened.</param>
/// <param name="Port">The port; null to choose one.</param>
internal sealed record DemoPages(bool AreServed, bool OpensBrowser, int? Port);

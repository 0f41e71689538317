namespace Bindscope.Tests.Web;

/// <summary>One server for all tests that only ask it.</summary>
[CollectionDefinition(nameof(SharedSite))]
public sealed class SharedSite : ICollectionFixture<SiteFixture>;

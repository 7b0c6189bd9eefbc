using Hierarchy.Api.Access.SignIn;
using Hierarchy.Api.Changes.Export;
using Hierarchy.Api.Dashboard;
using Hierarchy.Api.GraphQL.Transport;
using Hierarchy.Api.Ide;
using Hierarchy.Api.Plans.Export;
using Hierarchy.Api.Reports.Export;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hierarchy.Api;

/// <summary>The entry point for a process that serves the API.</summary>
/// <remarks>The process must provide IGrainFactory, IUnitDirectory, IQueries, IFiles, TimeProvider and logging.</remarks>
public static class HierarchyApi
{
    /// <summary>Path of GraphQL: POST, GET, WebSocket and server-sent events.</summary>
    public const string Path = "/graphql";

    /// <summary>The usual limits of a public endpoint, but a client that enters data may send 100 commands at once.</summary>
    internal static GraphQLLimits Limits { get; } = new()
    {
        MutationFieldsMax = 100,
        AliasesPerFieldMax = 200,
        AliasesMax = 400,
        // A hundred commands have about fifty tokens each, long ones a hundred.
        TokensMax = 10_000,
    };

    /// <summary>Registers the API, and the change feed of the grains.</summary>
    /// <param name="services">The process's services.</param>
    /// <param name="tokens">The tokens that admit callers; null admits everybody as an administrator. See
    /// <see cref="Tokens.FromEnvironment"/>.</param>
    /// <param name="hosts">The accepted host names; null for those of this machine.</param>
    /// <param name="peopleSignIn">Whether people sign in; the process then provides IPeople.</param>
    /// <param name="provider">The provider for sign-in; null if only service tokens are used. Otherwise the process also provides ISessions
    /// and ISessionKeys.</param>
    /// <param name="publicUrl">The address that browsers use; null to take it from the request.</param>
    public static IServiceCollection AddHierarchyApi(
        this IServiceCollection services, Tokens? tokens = null, AllowedHosts? hosts = null, bool peopleSignIn = false,
        OpenIdProvider? provider = null, Uri? publicUrl = null)
    {
        var address = new PublicAddress(publicUrl);
        services.AddSingleton(address);
        if (provider is not null)
        {
            services.AddSignIn(provider, address.IsSecure);
            services.AddSingleton<SignedIn>();
        }
        services.TryAddSingleton<LiveChanges>();
        services.TryAddSingleton<SetAside>();
        services.TryAddSingleton<Judge>();
        services.TryAddSingleton<IChangeFeed>(all => all.GetRequiredService<LiveChanges>());
        services.TryAddSingleton(new CallPatience(TimeSpan.Zero));
        services.TryAddSingleton(ReadingRules.Usual);
        services.AddSingleton<RightsWatch>();
        services.AddSingleton<Backend>();
        services.AddSingleton<RefusedTokens>();
        services.TryAddSingleton(new PersonBounds());
        services.AddSingleton<PersonLimits>();
        services.AddSingleton(all => new AccessRules(
            tokens,
            peopleSignIn ? new ServiceTokens(all.GetRequiredService<IPeople>(), all.GetRequiredService<TimeProvider>()) : null,
            all.GetRequiredService<RefusedTokens>(), all.GetRequiredService<PersonLimits>())
        {
            SignedIn = all.GetService<SignedIn>(),
            Journal = all.GetRequiredService<SecurityJournal>(),
        });
        services.AddSingleton(new Door(hosts ?? AllowedHosts.Loopback));
        services.AddSingleton(all => new SecurityJournal(
            all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<SecurityJournal>>(), all.GetService<ISecurityLog>()));
        services.AddSingleton<AuditExport>().AddSingleton<SecurityExport>().AddSingleton<FileUploads>().AddSingleton<FileDownloads>()
            .AddSingleton<DraftUploads>().AddSingleton<AnnexDownloads>().AddSingleton<ReportDownloads>();
        services.AddSingleton<ReportCounts>().AddResolvers();
        services.TryAddSingleton(ApiSchema.Build);
        // What a person may read is checked at each read, and differs between persons; all other callers read the same.
        services.AddSingleton(all => new GraphQLServer(
            all.GetRequiredService<Schema>(), Limits, all.GetRequiredService<TimeProvider>(),
            all.GetRequiredService<ILogger<GraphQLServer>>(), rightsOf: caller => (caller as Visitor)?.Caller.Person)
        {
            Failed = all.GetRequiredService<SecurityJournal>().NoteRefusals,
        });
        return services;
    }

    /// <summary>Serves the API, its page for browsers, and the dashboard at the root.</summary>
    /// <param name="web">The process's server.</param>
    /// <param name="dashboard">The built pages; null if there are none.</param>
    /// <exception cref="InvalidOperationException">The contract and its resolvers disagree, which is a defect.</exception>
    public static WebApplication MapHierarchyApi(this WebApplication web, DashboardFiles? dashboard = null)
    {
        web.Use(web.Services.GetRequiredService<Door>().PassAsync);
        web.Use(web.Services.GetRequiredService<PublicAddress>().PassAsync);
        var access = web.Services.GetRequiredService<AccessRules>();
        web.UseWebSockets();
        if (access.SignedIn is not null)
        {
            web.UseAuthentication();
            web.Use(access.AdmitAsync).Use(SignInPages.GuardViewsAsync);
            SignInPages.Map(web);
        }
        var pages = dashboard ?? DashboardFiles.Read(null);
        // The IDE page contains no data, so it is served before the guard; the schema's text after it.
        web.UseWhen(http => http.Request.Path.StartsWithSegments(Path), api => api
            .UseWhen(http => IdePage.IsAsked(http.Request), ide => ide.Run(http => IdePage.SendAsync(http, pages)))
            .Use(access.GuardAsync)
            .UseWhen(http => SchemaPage.IsAsked(http.Request), sdl => sdl.Run(SchemaPage.SendAsync)));
        // Files are guarded like the API.
        web.UseWhen(
            http => http.Request.Path.StartsWithSegments(FileUploads.Path) || http.Request.Path.StartsWithSegments(DraftUploads.Path)
                || http.Request.Path.StartsWithSegments(AnnexDownloads.Path) || http.Request.Path.StartsWithSegments(ReportDownloads.Path)
                || http.Request.Path.Equals(SecurityExport.Path)
                || Array.Exists(AuditExport.Paths, path => http.Request.Path.Equals(path)),
            files => files.Use(access.GuardAsync));
        web.Services.GetRequiredService<AuditExport>().Map(web);
        web.Services.GetRequiredService<SecurityExport>().Map(web);
        web.Services.GetRequiredService<FileUploads>().Map(web);
        web.Services.GetRequiredService<FileDownloads>().Map(web);
        web.Services.GetRequiredService<DraftUploads>().Map(web);
        web.Services.GetRequiredService<AnnexDownloads>().Map(web);
        web.Services.GetRequiredService<ReportDownloads>().Map(web);
        DashboardPage.Map(web, pages);
        var limits = web.Services.GetRequiredService<PersonLimits>();
        web.MapGraphQL(Path, web.Services.GetRequiredService<GraphQLServer>(), new GraphQLOptions
        {
            Caller = access.VisitorOf,
            Connect = access.ConnectAsync,
            Renew = access.RenewAsync,
            Holds = AccessRules.Holds,
            CallerKey = visitor => visitor is Visitor { Caller: var caller } && caller != Callers.Anybody ? caller.Key : null,
            Admit = limits.Admit,
            Watch = limits.Watch,
            Time = web.Services.GetRequiredService<TimeProvider>(),
        });
        return web;
    }
}

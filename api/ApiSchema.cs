using System.Reflection;
using Hierarchy.Api.Changes;
using Hierarchy.Api.Obligations;
using Hierarchy.Api.Plans;
using Hierarchy.Api.Progress;
using Hierarchy.Api.Units;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Units;

namespace Hierarchy.Api;

/// <summary>The contract and what answers it: a table of contents of the resolvers.</summary>
public static class ApiSchema
{
    /// <summary>The contract, as <c>api/schema.graphql</c> has it.</summary>
    public static string Text { get; } = Resource.Text("schema.graphql");

    /// <summary>Gives every field of the contract its resolver.</summary>
    /// <remarks>A field without one, or a resolver without a field, fails the build of the schema.</remarks>
    public static void Bind(TypeBinder t)
    {
        BindLeaves(t);
        t.Root("Query", query =>
        {
            UnitFields.BindQueries(query);
            PlanFields.BindQueries(query);
            ObligationFields.BindQueries(query);
        });
        t.Root("Mutation", mutation =>
        {
            UnitMutations.Bind(mutation);
            PlanMutations.Bind(mutation);
            ObligationMutations.Bind(mutation);
        });
        SubscriptionFields.Bind(t);

        UnitFields.Bind(t);
        PlanFields.Bind(t);
        TaskFields.Bind(t);
        PlanInputs.Bind(t);
        ObligationFields.Bind(t);
        ObligationPages.Bind(t);
        ProgressFields.Bind(t);
        HistoryFields.Bind(t);
    }

    private static void BindLeaves(TypeBinder t)
    {
        t.Scalar("Date", Scalars.Date);
        t.Scalar("DateTime", Scalars.DateTime);
        t.Scalar("Money", Scalars.Long);
        t.Scalar("Long", Scalars.Long);
        t.Enum<UnitKind>("UnitKind");
        t.Enum<ObligationKind>("ObligationKind");
        t.Enum<ObligationStatus>("ObligationStatus");
        t.Enum<ObligationOrder>("ObligationOrder");
        t.Enum<Timeliness>("Timeliness");
        t.Enum<ReformArea>("ReformArea");
        t.Enum<Dimension>("Dimension");
        t.Enum<Comparison>("Comparison");
        t.Enum<LeadMode>("LeadMode");
        t.Enum<ScheduleKind>("ScheduleKind");
        t.Enum<Recurrence>("Recurrence");
    }
}

/// <summary>Files that travel inside the assembly, so that a process needs none beside it.</summary>
internal static class Resource
{
    public static string Text(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

namespace Hierarchy.Tests.System;

/// <summary>Queries of all fields.</summary>
internal static class Full
{
    public const string Unit = """
        query ($id: ID!) { unit(id: $id) { name code plans { id } planYears children { id name code }
          progress(filter: {kind: null}) { total percent completionRate budget { planned allocated spent } }
          areas: breakdown(by: REFORM_AREA) { key label progress { total budget { planned spent } } }
          parts: breakdown(by: CHILD, first: 500) { key label progress { total percent budget { planned allocated spent } } }
          ofPlans: breakdown(by: PLAN, first: 500) { key label progress { total } }
          obligations(first: 100) { totalCount totals { count units percent budget { planned allocated spent } }
            nodes { id title status due percent note weight completedOn document { number issuedOn title uri } difficulty { text resolution }
              budget { planned spent } } }
          history(first: 100) { nodes { at actor type summary } } } }
        """;

    public const string Plan = """
        query ($id: ID!) { plan(id: $id) { id owner { id } number title adoptedOn startYear endYear basedOn parent { id }
          areas { id name reform budget { planned allocated spent } } progress(kind: null) { total percent budget { planned allocated spent } }
          objectives { id area text target comparison unitOfMeasure scope due }
          tasks { id code group title products leadMode leads { unit { id } unitClass label } coordinators { label } approver
            schedule { kind text due } weight budget { planned allocated spent } progress { total percent } }
          duties { id kind title source leads { label } schedule { kind text due } progress { total } } } }
        """;
}

namespace Hierarchy.Tests.System.Walk;

/// <summary>All places of the schema for values, with interesting values for each.</summary>
/// <param name="choice">Selects the values of each place; null for all values.</param>
internal sealed class SchemaWalk(Contract contract, Right right, Random? choice)
{
    /// <summary>Number of values selected for a place, besides the valid one.</summary>
    private const int ChosenOfPlace = 2;

    /// <summary>Above the numbers of cases, which also make ids.</summary>
    private const int FirstOfPlaces = 1_000_000;

    /// <summary>One more than the maximum number of items in a plan or line.</summary>
    private const int TooMany = 1_001;

    /// <summary>Maximum nesting of inputs; deeper ones repeat.</summary>
    private const int DepthMax = 6;

    private int _places;

    public IEnumerable<Asked> Mutations() => contract.Fields("Mutation").SelectMany(field => At([field]));

    public IEnumerable<Asked> Subscriptions() => contract.Fields("Subscription").SelectMany(field => At([field]));

    /// <summary>The arguments of every field of every type of answer.</summary>
    public IEnumerable<Asked> Questions() =>
        contract.Reached().SelectMany(reached => contract.Fields(reached.Type).SelectMany(field => At(reached.Way.Add(field))));

    private IEnumerable<Asked> At(ImmutableArray<Field> way) =>
        from place in Places(way[^1].Slots, [])
        from value in ValuesOf(place.Slot, place.Type)
        select new Asked(way, place.Path, place.Slot, value);

    private IEnumerable<(ImmutableArray<object> Path, Slot Slot, TypeRef Type)> Places(ImmutableArray<Slot> slots, ImmutableArray<object> above)
    {
        foreach (var slot in slots)
        {
            var path = above.Add(slot.Name);
            yield return (path, slot, slot.Type);
            if (slot.Type.IsList)
            {
                path = path.Add(0);
                yield return (path, slot, slot.Type.Item);
            }
            if (contract.Members(slot.Type) is { } members && path.Length < DepthMax)
            {
                foreach (var within in Places(members, path))
                {
                    yield return within;
                }
            }
        }
    }

    private IEnumerable<string?> ValuesOf(Slot slot, TypeRef type)
    {
        // Reserves ids and requests for this place.
        right.Case = FirstOfPlaces + _places++;
        var item = right.Item(slot).ToJsonString();
        IEnumerable<string?> values =
            type.IsList
                ? [$"[{item}]", $"[{item},{item}]", "[null]", $"[[{item}]]", item, $"[{string.Join(',', Enumerable.Repeat(item, TooMany))}]"]
            : contract.Words(type) is { } words ? [.. words.Select(word => $"\"{word}\""), "\"NO_SUCH\"", "\"\"", "0"]
            : contract.Members(type) is not null ? [item, "{\"noSuch\":1}"]
            : [item, .. Edges.Of(type.Named.Name!)];
        string?[] all = [.. values.Concat(Edges.Foreign).Append(null).Distinct()];
        return choice is null ? all : [all[0], .. choice.GetItems(all[1..], ChosenOfPlace).Distinct()];
    }
}

namespace Hierarchy.Grains.Rollup;

/// <summary>The stored form of a roll-up: a byte for the form, how many counts and wide numbers it holds of each cell, then numbers of variable
/// length. A form that is not known, or lacks a measure, is discarded by the caller and counted anew.</summary>
/// <remarks>Form 1 wrote wide numbers as longs; form 2 writes the upper half of each behind its lower half. Both hold the first measures that there
/// were, the wide ones among the counts.</remarks>
public static class RollupCodec
{
    private const byte NarrowForm = 1;
    private const byte MixedForm = 2;
    private const byte Form = 3;

    /// <summary>Of the forms before this one: how many counts and wide numbers they hold, and how many counts stand before the wide ones.</summary>
    private static readonly (int Counts, int Wide) MixedShape = (12, 4);

    private const int MixedBefore = 9;

    public static byte[] Encode(ImmutableDictionary<Cell, Measures> cells)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        var (counts, wide) = Sums.Shape;
        writer.Write(Form);
        writer.Write7BitEncodedInt(counts);
        writer.Write7BitEncodedInt(wide);
        writer.Write7BitEncodedInt(cells.Count);
        foreach (var (cell, measures) in cells)
        {
            Write(writer, cell);
            Write(writer, measures);
        }
        writer.Flush();
        return buffer.ToArray();
    }

    /// <summary>Null when the data has another form or is cut short.</summary>
    public static ImmutableDictionary<Cell, Measures>? Decode(ReadOnlyMemory<byte> data)
    {
        using var reader = new BinaryReader(new MemoryStream(data.ToArray(), writable: false));
        try
        {
            var form = reader.ReadByte();
            var shape = form is Form ? (reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt()) : MixedShape;
            if (form is not (Form or MixedForm or NarrowForm) || shape != Sums.Shape)
            {
                return null;
            }
            var cells = ImmutableDictionary.CreateBuilder<Cell, Measures>();
            for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            {
                var cell = ReadCell(reader);
                var measures = ReadMeasures(reader, form);
                if (form == NarrowForm && !IsSound(measures.Sums))
                {
                    return null;
                }
                cells[cell] = measures;
            }
            return cells.ToImmutable();
        }
        catch (Exception fault) when (fault is IOException or FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    private static void Write(BinaryWriter writer, Cell cell)
    {
        writer.Write((byte)cell.Scope);
        writer.Write(cell.Owner);
        writer.Write(cell.Key);
        writer.Write(cell.Area);
        writer.Write7BitEncodedInt(cell.Year);
        writer.Write((sbyte)(cell.Reform is { } reform ? (int)reform : -1));
        writer.Write((sbyte)(cell.Kind is { } kind ? (int)kind : -1));
    }

    private static Cell ReadCell(BinaryReader reader)
    {
        var scope = (CellScope)reader.ReadByte();
        var owner = reader.ReadString();
        var key = reader.ReadString();
        var area = reader.ReadString();
        var year = reader.Read7BitEncodedInt();
        var reform = reader.ReadSByte();
        var kind = reader.ReadSByte();
        return new Cell(scope, owner, key, area, year, reform < 0 ? null : (ReformArea)reform, kind < 0 ? null : (ObligationKind)kind);
    }

    /// <summary>Sums of form 1 may have wrapped. One that the API could write has not, or what it would have taken was refused then.</summary>
    private static bool IsSound(Sums sums) =>
        sums.WeightedPercent >= 0 && IsMoney(sums.Planned) && IsMoney(sums.Allocated) && IsMoney(sums.Spent);

    private static bool IsMoney(Int128 sum) => sum >= 0 && sum <= Limits.MoneyMax;

    private static void Write(BinaryWriter writer, Measures measures)
    {
        var sums = measures.Sums;
        foreach (var count in Sums.Counts(ref sums))
        {
            writer.Write7BitEncodedInt64(count);
        }
        foreach (var wide in Sums.Wide(ref sums))
        {
            writer.Write7BitEncodedInt64(unchecked((long)wide));
            writer.Write7BitEncodedInt64((long)(wide >> 64));
        }
        writer.Write7BitEncodedInt(measures.Due.Length);
        foreach (var due in measures.Due)
        {
            writer.Write7BitEncodedInt(due.Day);
            writer.Write7BitEncodedInt(due.Count);
        }
    }

    private static Measures ReadMeasures(BinaryReader reader, byte form)
    {
        var sums = default(Sums);
        var counts = Sums.Counts(ref sums);
        var before = form == Form ? counts.Length : MixedBefore;
        Read(reader, counts[..before]);
        foreach (ref var wide in Sums.Wide(ref sums))
        {
            var lower = reader.Read7BitEncodedInt64();
            wide = form == NarrowForm ? lower : new Int128(unchecked((ulong)reader.Read7BitEncodedInt64()), unchecked((ulong)lower));
        }
        Read(reader, counts[before..]);
        var due = ImmutableArray.CreateBuilder<DueCount>();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            due.Add(new DueCount(reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt()));
        }
        return new Measures(sums, due.ToImmutable());
    }

    private static void Read(BinaryReader reader, Span<long> counts)
    {
        foreach (ref var count in counts)
        {
            count = reader.Read7BitEncodedInt64();
        }
    }
}

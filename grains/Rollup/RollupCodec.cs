using System.Collections.Immutable;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Plans;

namespace Hierarchy.Grains.Rollup;

/// <summary>The stored form of a roll-up: a version byte, then numbers of variable length. A form that is not known is discarded by the
/// caller and counted anew.</summary>
public static class RollupCodec
{
    private const byte Form = 1;

    public static byte[] Encode(ImmutableDictionary<Cell, Measures> cells)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        writer.Write(Form);
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
            if (reader.ReadByte() != Form)
            {
                return null;
            }
            var cells = ImmutableDictionary.CreateBuilder<Cell, Measures>();
            for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            {
                var cell = ReadCell(reader);
                cells[cell] = ReadMeasures(reader);
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

    private static void Write(BinaryWriter writer, Measures measures)
    {
        foreach (var scalar in measures.Scalars())
        {
            writer.Write7BitEncodedInt64(scalar);
        }
        writer.Write7BitEncodedInt(measures.Due.Length);
        foreach (var due in measures.Due)
        {
            writer.Write7BitEncodedInt(due.Day);
            writer.Write7BitEncodedInt(due.Count);
        }
    }

    private static Measures ReadMeasures(BinaryReader reader)
    {
        Span<long> s = stackalloc long[16];
        for (var i = 0; i < s.Length; i++)
        {
            s[i] = reader.Read7BitEncodedInt64();
        }
        var due = ImmutableArray.CreateBuilder<DueCount>();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            due.Add(new DueCount(reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt()));
        }
        return new Measures(
            s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8], s[9], s[10], s[11], s[12], s[13], s[14], s[15], due.ToImmutable());
    }
}

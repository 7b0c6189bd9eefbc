using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hierarchy.Store;

/// <summary>The hash of an event row and its link to the row before. Must match the migration that introduced the chain.</summary>
internal static class RecordHash
{
    /// <summary>SHA-256 over all columns but the hash, in the order of the table, big endian. Text and bytes are preceded by their length
    /// in four bytes, -1 for null. Numbers take eight bytes.</summary>
    public static byte[] Content(EventRow row)
    {
        var buffer = new ArrayBufferWriter<byte>(512 + row.Data.Length);
        Add(buffer, row.Unit);
        Add(buffer, row.Seq);
        Add(buffer, row.Name);
        AddBytes(buffer, row.Data);
        Add(buffer, row.Actor);
        Add(buffer, row.At);
        Add(buffer, row.RequestId);
        Add(buffer, row.Digest);
        Add(buffer, row.Origin.Person);
        Add(buffer, row.Origin.Session);
        Add(buffer, row.Origin.Address);
        Add(buffer, row.Origin.OnBehalfOf);
        return SHA256.HashData(buffer.WrittenSpan);
    }

    /// <param name="previous">The hash of the previous event; empty for a unit's first.</param>
    /// <param name="content">The content hash of the event itself.</param>
    public static byte[] Link(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> content)
    {
        Span<byte> both = stackalloc byte[2 * SHA256.HashSizeInBytes];
        previous.CopyTo(both);
        content.CopyTo(both[previous.Length..]);
        return SHA256.HashData(both[..(previous.Length + content.Length)]);
    }

    private static void Add(ArrayBufferWriter<byte> buffer, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(buffer.GetSpan(sizeof(long)), number);
        buffer.Advance(sizeof(long));
    }

    private static void Add(ArrayBufferWriter<byte> buffer, string? text)
    {
        Length(buffer, text is null ? -1 : Encoding.UTF8.GetByteCount(text));
        buffer.Advance(text is null ? 0 : Encoding.UTF8.GetBytes(text, buffer.GetSpan(Encoding.UTF8.GetByteCount(text))));
    }

    private static void AddBytes(ArrayBufferWriter<byte> buffer, byte[] data)
    {
        Length(buffer, data.Length);
        buffer.Write(data);
    }

    private static void Length(ArrayBufferWriter<byte> buffer, int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer.GetSpan(sizeof(int)), length);
        buffer.Advance(sizeof(int));
    }
}

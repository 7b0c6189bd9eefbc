namespace Hierarchy.Api.Plans.Drafts;

/// <summary>Counts the bytes actually unpacked, since the sizes stated in a file may be wrong.</summary>
internal sealed class BoundedStream(Stream inner, string part) : Stream
{
    private long count;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => count; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        count += read;
        return count <= OfficePackage.PartBytesMax
            ? read
            : throw DraftFileException.TooLargeAt(
                part, $"hơn {OfficePackage.PartBytesMax} byte sau khi giải nén; chép phụ lục sang một tệp mới rồi gửi lại");
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }
        base.Dispose(disposing);
    }
}

/** Saves a file from our server, which needs a token; returns null, or the reason of a failure. */
export async function save(address: string, name: string, sent: string): Promise<string | null> {
  try {
    const response = await fetch(address, { headers: { Authorization: `Bearer ${sent}` } });
    if (!response.ok) return ((await response.json()) as { errors: { message: string }[] }).errors[0]!.message;
    saveAs(await response.blob(), name);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

export function saveAs(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

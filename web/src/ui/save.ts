/** Saves what stands at an address of ours, which wants a token; null when it is saved, otherwise why not. */
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

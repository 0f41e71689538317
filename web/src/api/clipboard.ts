/** Copies a text; false where the browser refuses, as on pages that are neither secure nor local. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

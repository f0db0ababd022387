/** Copies a text for the page's visitor; resolves with what to tell about it. */
export async function copy(text: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return "Copied";
  } catch {
    return "The browser did not let this page copy. Select the address instead.";
  }
}

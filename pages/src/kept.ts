// What a browser keeps for the page. Browsers that keep nothing throw at the very word localStorage.

export function kept(name: string): string | null {
  try {
    return localStorage.getItem(`rillcast.${name}`);
  } catch {
    return null;
  }
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`rillcast.${name}`, value);
  } catch {
    // The next visit does without.
  }
}

/**
 * Calls `over` once: after that time, or at once when the life ends.
 *
 * @returns what calls it off
 */
export function deadline(ms: number, life: AbortSignal, over: () => void): () => void {
  const callOff = () => {
    clearTimeout(timer);
    life.removeEventListener("abort", come);
  };
  const come = () => {
    callOff();
    over();
  };
  const timer = setTimeout(come, ms);
  life.addEventListener("abort", come);
  return callOff;
}

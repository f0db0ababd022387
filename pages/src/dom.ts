/** The element with that id, which the page's HTML is known to hold. */
export function byId<T extends Element>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) {
    throw new Error(`The page has no ${type.name} with the id ${id}`);
  }
  return element;
}

/** Lets the style sheet know a picture that is higher than wide, also when a phone is turned. */
export function markShape(video: HTMLVideoElement): void {
  video.addEventListener("resize", () => {
    video.classList.toggle("tall", video.videoHeight > video.videoWidth);
  });
}

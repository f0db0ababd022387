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

/** A copy of the template's only element. */
export function fromTemplate(id: string): HTMLElement {
  const template = document.getElementById(id);
  const element = template instanceof HTMLTemplateElement && template.content.firstElementChild;
  if (!element) {
    throw new Error(`The page has no template with the id ${id}`);
  }
  return element.cloneNode(true) as HTMLElement;
}

/** The element of that class within another one. */
export function part<T extends Element>(of: Element, name: string, type: new () => T): T {
  const element = of.querySelector(`.${name}`);
  if (!(element instanceof type)) {
    throw new Error(`There is no ${type.name} of the class ${name}`);
  }
  return element;
}

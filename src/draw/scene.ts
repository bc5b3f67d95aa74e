/**
 * A drawing, or a small piece of a page, as plain data: the server writes it as text, the browser
 * mounts it as elements, and both show the same thing.
 */
export interface Scene {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly (Scene | string)[];
}

export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** A scene element. `null`, `undefined` and `false` attributes are left out; `true` is empty. */
export function el(
  tag: string,
  attributes: Attributes = {},
  ...children: readonly (Scene | string | null)[]
): Scene {
  const kept: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    kept[name] = value === true ? '' : value;
  }
  return { tag, attributes: kept, children: children.filter((child) => child !== null) };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made inert in HTML and XML, in elements and in quoted attributes. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char]!);
}

/** The scene as XML, which HTML reads alike (no scene holds a void element). */
export function sceneText(scene: Scene): string {
  const attributes = Object.entries(scene.attributes)
    .map(([name, value]) => ` ${name}="${escapeText(String(value))}"`)
    .join('');
  const children = scene.children
    .map((child) => (typeof child === 'string' ? escapeText(child) : sceneText(child)))
    .join('');
  return `<${scene.tag}${attributes}>${children}</${scene.tag}>`;
}

/** Elements of a scene, itself among them. */
export function elementsIn(scene: Scene): number {
  return scene.children.reduce(
    (sum, child) => sum + (typeof child === 'string' ? 0 : elementsIn(child)),
    1,
  );
}

/** A drawing shown at another size: the same view box, `scale` times as wide and high. */
export function scaled(scene: Scene, scale: number): Scene {
  const { width, height } = scene.attributes;
  const size = { width: px(Number(width) * scale), height: px(Number(height) * scale) };
  return { ...scene, attributes: { ...scene.attributes, ...size } };
}

/** A coordinate rounded to a hundredth of a pixel: short, and the same on every machine. */
export function px(value: number): number {
  const rounded = Math.round(value * 100) / 100;
  return rounded === 0 ? 0 : rounded;
}

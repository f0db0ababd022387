/** How tiles stand in a box; all in CSS pixels. */
export interface Layout {
  columns: number;
  rows: number;
  width: number;
  height: number;
}

/** What cameras give. */
const WIDE = 16 / 9;

/** As narrow as a tile may be for its height; an upright box has upright tiles. */
function narrowest(width: number, height: number): number {
  return width < height ? 3 / 4 : WIDE;
}

/** The columns and rows in which the tiles are largest. */
export function arrange(count: number, width: number, height: number, gap: number): Layout {
  let best: Layout = { columns: 1, rows: 1, width: 0, height: 0 };
  let most = -1;
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const size = tile(
      (width - (columns - 1) * gap) / columns,
      (height - (rows - 1) * gap) / rows,
      narrowest(width, height),
    );
    const area = size.width * size.height;
    if (area > most) {
      most = area;
      best = { columns, rows, ...size };
    }
  }
  return best;
}

/** The largest tile in a cell. */
function tile(cellWidth: number, cellHeight: number, narrow: number) {
  const width = Math.max(1, Math.min(cellWidth, cellHeight * WIDE));
  const height = Math.max(1, Math.min(cellHeight, width / narrow));
  return { width: Math.floor(width), height: Math.floor(height) };
}

/**
 * Whether a picture may lose its edges to fill a tile. A shared screen may not; another user's is known by its shape
 * alone: cameras give 16:9 or 4:3, upright or not.
 */
export function mayCrop(width: number, height: number): boolean {
  const shape = Math.max(width, height) / Math.max(1, Math.min(width, height));
  return [WIDE, 4 / 3].some((camera) => Math.abs(shape - camera) < 0.02);
}

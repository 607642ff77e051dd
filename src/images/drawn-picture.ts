/** A PNG and its size in pixels. */
export interface DrawnPicture {
  png: Uint8Array;
  width: number;
  height: number;
}

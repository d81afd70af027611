import { places } from './places.js';

/** `swapped` leads to a file of the workspace and outside by turns, for a while. */
export const swapping = `cd ${places.work}; ln -sfn inner.txt swapped
(i=0; while [ $i -lt 1000 ]; do ln -sfn inner.txt swapped; ln -sfn ../docs/letter swapped; i=$((i+1)); done) >/dev/null 2>&1 &`;

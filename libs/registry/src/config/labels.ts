import type { LabelsConfig } from './schema.js';

/** `["gpu", "env=prod"]` and `{gpu: true, env: "prod"}` as one list without repetitions; `false` is no label. */
export function labelList(labels: LabelsConfig | undefined): string[] {
  if (labels === undefined) return [];
  if (Array.isArray(labels)) return [...new Set(labels)];
  return Object.entries(labels).flatMap(([key, value]) => {
    if (value === false) return [];
    return value === true ? [key] : [`${key}=${value}`];
  });
}

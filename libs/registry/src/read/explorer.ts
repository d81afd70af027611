import type { CosmiconfigResult, Loader } from 'cosmiconfig';
import * as internals from 'cosmiconfig/dist/Explorer.js';

interface ExplorerOptions {
  moduleName: string;
  searchPlaces: readonly string[];
  loaders: Readonly<Record<string, Loader>>;
}

type ExplorerClass = new (options: object) => { load(path: string): Promise<CosmiconfigResult> };

const { Explorer } = internals as unknown as { Explorer: ExplorerClass };

/**
 * cosmiconfig's reader, without the search that `cosmiconfig()` itself does first: that one reads the package.json of the current
 * folder and runs a `.config/config.js` there, which is anybody's who gave a person their repository.
 */
export function explorer({ moduleName, searchPlaces, loaders }: ExplorerOptions) {
  return new Explorer({
    moduleName,
    searchPlaces,
    loaders,
    cache: false,
    ignoreEmptySearchPlaces: true,
    mergeImportArrays: true,
    mergeSearchPlaces: false,
    metaConfigFilePath: null,
    searchStrategy: 'none',
    transform: (result: unknown) => result,
  });
}

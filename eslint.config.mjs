import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** What each kind of package may import; dependencies point one way (ARCHITECTURE.md). */
const boundaries = [
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: [
      'type:agent',
      'type:doctor',
      'type:adaptor',
      'type:bootstrap',
      'type:tunnel',
      'type:registry',
      'type:lease',
      'type:protocol',
    ],
  },
  {
    sourceTag: 'type:agent',
    onlyDependOnLibsWithTags: ['type:adaptor', 'type:tunnel', 'type:registry', 'type:lease', 'type:protocol'],
  },
  {
    sourceTag: 'type:doctor',
    onlyDependOnLibsWithTags: ['type:adaptor', 'type:bootstrap', 'type:tunnel', 'type:registry'],
  },
  {
    sourceTag: 'type:adaptor',
    onlyDependOnLibsWithTags: [
      'type:bootstrap',
      'type:tunnel',
      'type:registry',
      'type:lease',
      'type:protocol',
    ],
  },
  { sourceTag: 'type:registry', onlyDependOnLibsWithTags: ['type:protocol'] },
  { sourceTag: 'type:lease', onlyDependOnLibsWithTags: ['type:protocol'] },
  { sourceTag: 'type:bootstrap', onlyDependOnLibsWithTags: ['type:tunnel', 'type:protocol'] },
  { sourceTag: 'type:tunnel', onlyDependOnLibsWithTags: ['type:protocol'] },
  {
    sourceTag: 'type:protocol',
    onlyDependOnLibsWithTags: [],
    allowedExternalImports: ['zod', 'zod/*', 'fast-check'],
  },
  { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['*'] },
  { sourceTag: 'only:ssh2', onlyDependOnLibsWithTags: ['*'] },
  { sourceTag: 'no:ssh2', bannedExternalImports: ['ssh2'] },
  { sourceTag: 'no:undici', bannedExternalImports: ['undici'] },
];

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '.nx'] },
  ...nx.configs['flat/base'],
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked, prettier],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allow: [],
          depConstraints: boundaries,
          // Its entry for what must be there at once loads nothing else of it.
          checkDynamicDependenciesExceptions: ['@orssh/agent'],
        },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
    },
  },
);

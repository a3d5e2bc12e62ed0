import type { Extractor } from './extractor.ts';
import { branchRules } from './extract/branch-rules.ts';
import { compose } from './extract/compose.ts';
import { dockerfile } from './extract/dockerfile.ts';
import { dockerignore } from './extract/dockerignore.ts';
import { dotenv } from './extract/dotenv.ts';
import { helmValues } from './extract/helm-values.ts';
import { javascriptLock } from './extract/javascript-lock.ts';
import { javascript } from './extract/javascript.ts';
import { kubernetes } from './extract/kubernetes.ts';
import { markdown } from './extract/markdown.ts';
import { nginx } from './extract/nginx.ts';
import { packageJson } from './extract/package-json.ts';
import { openapiDocument } from './extract/openapi-document.ts';
import { procfile } from './extract/procfile.ts';
import { pyproject } from './extract/pyproject.ts';
import { pythonLock } from './extract/python-lock.ts';
import { python } from './extract/python.ts';
import { requirements } from './extract/requirements.ts';
import { shell } from './extract/shell.ts';
import { sql } from './extract/sql.ts';
import { targets } from './extract/targets.ts';
import { testSettings } from './extract/test-settings.ts';
import { versionFile } from './extract/version-file.ts';
import { workflow } from './extract/workflow.ts';

/** Every kind of file that is read. */
export const EXTRACTORS: readonly Extractor[] = [
  branchRules,
  compose,
  dockerfile,
  dockerignore,
  dotenv,
  helmValues,
  javascriptLock,
  javascript,
  kubernetes,
  markdown,
  nginx,
  packageJson,
  openapiDocument,
  procfile,
  pyproject,
  pythonLock,
  python,
  requirements,
  shell,
  sql,
  targets,
  testSettings,
  versionFile,
  workflow,
];

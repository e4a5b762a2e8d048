import type { components } from './contract';

type Schemas = components['schemas'];

export type AliasChange = Schemas['AliasChange'];
export type Artifact = Schemas['Artifact'];
export type ArtifactPreview = Schemas['ArtifactPreview'];
export type ArtifactUse = Schemas['ArtifactUse'];
export type CellChange = Schemas['CellChange'];
export type CellExecution = Schemas['CellExecution'];
export type ColumnChange = Schemas['ColumnChange'];
export type DataChange = Schemas['DataChange'];
export type Decision = Schemas['Decision'];
export type Deployment = Schemas['Deployment'];
export type DriftPage = Schemas['DriftPage'];
export type DriftReport = Schemas['DriftReport'];
export type Environment = Schemas['Environment'];
export type Event = Schemas['Event'];
export type FeatureDrift = Schemas['FeatureDrift'];
export type GateResult = Schemas['GateResult'];
export type Job = Schemas['Job'];
export type Lineage = Schemas['Lineage'];
export type LineageNode = Schemas['LineageNode'];
export type Metric = Schemas['Metric'];
export type MetricPoint = Schemas['MetricPoint'];
export type MetricRow = Schemas['MetricRow'];
export type MetricSeries = Schemas['MetricSeries'];
export type Model = Schemas['Model'];
export type ModelVersion = Schemas['ModelVersion'];
export type NotebookCell = Schemas['NotebookCell'];
export type NotebookParameter = Schemas['NotebookParameter'];
export type NotebookParameters = Schemas['NotebookParameters'];
export type Problem = Schemas['Problem'];
export type Route = Schemas['Route'];
export type RunComparison = Schemas['RunComparison'];
export type RunDetail = Schemas['RunDetail'];
export type RunRow = Schemas['RunRow'];
export type RunStatus = Schemas['Run']['status'];
export type RunsPage = Schemas['RunsPage'];
export type ValueChange = Schemas['ValueChange'];
export type VersionInfo = Schemas['VersionInfo'];

/** What an event can be about. */
export type Noun = Event['noun'];

// Made from openapi.json by `npm run contract`. Not written by hand.

export interface paths {
  readonly '/celltrail/api/version': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_version'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/runs': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['list_runs'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/runs/{run_id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_run'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/runs/{run_id}/cells/{cell_id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_cell'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/runs/{run_id}/metrics/{key}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_metric'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/runs/{run_id}/lineage': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_lineage'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/compare': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['compare_runs'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/executions/diff': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['diff_executions'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/artifacts/{digest}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_artifact'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/journals/{writer}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_journal'];
    readonly put?: never;
    readonly post: operations['take_journal'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/journals/{writer}/end': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['end_journal'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/bytes/missing': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['list_missing_bytes'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/bytes/{digest}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_bytes'];
    readonly put?: never;
    readonly post: operations['take_bytes'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/models': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['list_models'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/models/{name}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_model'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/models/{name}/history': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_alias_history'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/models/{name}/aliases/{alias}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['promote'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/models/{name}/versions/{number}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_model_version'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/models/{name}/versions/{number}/bom': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_bom'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/models/{name}/versions/{number}/card': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_card'];
    readonly put?: never;
    readonly post: operations['save_card'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/models/{name}/versions/{number}/card/diff': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['diff_card'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/models/{name}/versions/{number}/explanations': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_explanations'];
    readonly put?: never;
    readonly post: operations['explain_version'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/models/{name}/versions/{number}/why': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['explain_row'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/models/{name}/aliases/{alias}/rollback': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['roll_back'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/models/{name}/aliases/{alias}/remove': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['remove_alias'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/models/{name}/aliases/{alias}/policy': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_policy'];
    readonly put?: never;
    readonly post: operations['set_policy'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/models/{name}/aliases/{alias}/policy/remove': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['remove_policy'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/models/{name}/timeline': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_timeline'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/models/{name}/describe': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['describe_model'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/models/{name}/rename': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['rename_model'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/models/{name}/versions/{number}/describe': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['describe_version'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/models/{name}/versions/{number}/retire': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['retire_version'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/models/{name}/versions/{number}/reinstate': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['reinstate_version'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/models/{name}/versions/{number}/checks': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['list_gate_checks'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/policies': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['list_policies'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/approvals': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['list_approvals'];
    readonly put?: never;
    readonly post: operations['request_approval'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/approvals/{approval_id}/approve': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['approve'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/approvals/{approval_id}/reject': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['reject'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/approvals/{approval_id}/withdraw': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['withdraw'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/audit': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['list_audit'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/audit/verify': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['verify_audit'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/audit/anchor': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_audit_anchor'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/models/{name}/versions/{number}/score': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['start_score'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/scores': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['list_scores'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/scores/{run_id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_score'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/scores/{run_id}/cancel': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['cancel_score'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/jobs': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['list_jobs'];
    readonly put?: never;
    readonly post: operations['submit_job'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/jobs/{job_id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_job'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/jobs/{job_id}/notebook': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_executed_notebook'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/jobs/{job_id}/cancel': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['cancel_job'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/jobs/{job_id}/retry': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['retry_job'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/jobs/{job_id}/resume': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['resume_job'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/sweeps': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['list_sweeps'];
    readonly put?: never;
    readonly post: operations['start_sweep'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/sweeps/{sweep_id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_sweep'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/sweeps/{sweep_id}/summary': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_sweep_summary'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/sweeps/{sweep_id}/cancel': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['cancel_sweep'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/sweeps/{sweep_id}/continue': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['continue_sweep'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/schedules': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['list_schedules'];
    readonly put?: never;
    readonly post: operations['create_schedule'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/schedules/{schedule_id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_schedule'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/schedules/{schedule_id}/next': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['list_next_times'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/schedules/{schedule_id}/pause': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['pause_schedule'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/schedules/{schedule_id}/resume': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['resume_schedule'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/schedules/{schedule_id}/run': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['run_schedule'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/schedules/{schedule_id}/remove': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['remove_schedule'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/previews/schedule': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['preview_schedule'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/previews/sweep': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['preview_sweep'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/pipelines': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['list_pipelines'];
    readonly put?: never;
    readonly post: operations['create_pipeline'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/pipelines/{name}/run': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['run_pipeline'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/pipelines/runs/{pipeline_run_id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_pipeline_run'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/pipelines/runs/{pipeline_run_id}/cancel': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['cancel_pipeline_run'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/pipelines/runs/{pipeline_run_id}/resume': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['resume_pipeline_run'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/runs/{run_id}/reproductions': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['list_reproductions'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/runs/{run_id}/reproduce': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['reproduce_run'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/runs/{run_id}/bisections': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['list_bisections'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/runs/{run_id}/bisect': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['preview_bisection'];
    readonly put?: never;
    readonly post: operations['bisect_runs'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/bisections/{bisection_id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_bisection'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/bisections/{bisection_id}/cancel': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['cancel_bisection'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/notebook': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_notebook_parameters'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/notebooks/cells': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['list_notebook_cells'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/deployments': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['list_deployments'];
    readonly put?: never;
    readonly post: operations['deploy'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/deployments/{deployment}/stop': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['stop_deployment'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/deployments/{deployment}/routes': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post: operations['set_routes'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/drift': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['list_drift'];
    readonly put?: never;
    readonly post: operations['measure_drift'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/drift/{report_id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['get_drift_report'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/celltrail/api/events': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get: operations['list_events'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /**
     * AliasChange
     * @description That an alias was moved, or taken away.
     */
    readonly AliasChange: {
      readonly model: string;
      readonly alias: string;
      readonly number: number | null;
      readonly previous: number | null;
      readonly at: number;
      readonly who: string;
      /** @default  */
      readonly reason: string;
      /** @default false */
      readonly rolled_back: boolean;
    };
    /**
     * AliasHistory
     * @description How the aliases of a model moved, newest first.
     */
    readonly AliasHistory: {
      readonly changes: readonly components['schemas']['AliasChange'][];
    };
    /**
     * AliasPolicy
     * @description What an alias asks for beyond passed gates.
     */
    readonly AliasPolicy: {
      readonly model: string;
      readonly alias: string;
      /** @default [] */
      readonly approvers: readonly string[];
      /** @default 0 */
      readonly approvals: number;
      /** @default false */
      readonly signed: boolean;
      /** @default null */
      readonly changed_at: number | null;
      /** @default  */
      readonly who: string;
    };
    /**
     * Approval
     * @description That a version was proposed for an alias, and what was said of it.
     *
     *         It is about one change: this version in the place of the one that has the alias, with gates as they were.
     */
    readonly Approval: {
      readonly id: string;
      readonly model: string;
      readonly number: number;
      readonly alias: string;
      /** @enum {unknown} */
      readonly status: 'approved' | 'rejected' | 'requested' | 'withdrawn';
      readonly requested_by: string;
      readonly requested_at: number;
      /** @default  */
      readonly comment: string;
      /** @default null */
      readonly decided_by: string | null;
      /** @default null */
      readonly decided_at: number | null;
      /** @default  */
      readonly decision: string;
      /** @default [] */
      readonly votes: readonly components['schemas']['ApprovalVote'][];
      /** @default true */
      readonly promote: boolean;
      /** @default null */
      readonly replaces: number | null;
      /** @default 0 */
      readonly moves: number;
      /** @default  */
      readonly gates: string;
    };
    /**
     * ApprovalOutcome
     * @description What came of a request's change.
     */
    readonly ApprovalOutcome: {
      readonly state: components['schemas']['ApprovalState'];
      readonly version: components['schemas']['ModelVersion'];
      readonly message: string;
    };
    /**
     * ApprovalRequest
     * @description Ask others to approve that a version gets an alias.
     */
    readonly ApprovalRequest: {
      readonly version: string;
      readonly alias: string;
      /** @default  */
      readonly comment?: string;
      /** @default true */
      readonly promote?: boolean;
    };
    /**
     * ApprovalState
     * @description A request as it stands today.
     */
    readonly ApprovalState: {
      readonly approval: components['schemas']['Approval'];
      readonly needed: number;
      readonly given: number;
      readonly void: string;
      readonly may_approve: boolean;
      readonly approvers: readonly string[];
    };
    /**
     * ApprovalVote
     * @description That a person is for it.
     */
    readonly ApprovalVote: {
      readonly who: string;
      readonly at: number;
      /** @default  */
      readonly comment: string;
    };
    /**
     * ApprovalsPage
     * @description How requests for approval stand, newest first.
     */
    readonly ApprovalsPage: {
      readonly approvals: readonly components['schemas']['ApprovalState'][];
      readonly who: string;
    };
    /**
     * ApprovalsQuery
     * @description Which requests are asked for.
     */
    readonly ApprovalsQuery: {
      /** @default null */
      readonly model?: string | null;
      /** @default null */
      readonly status?: ('approved' | 'rejected' | 'requested' | 'withdrawn') | null;
      /** @default 200 */
      readonly limit?: number;
    };
    /**
     * Artifact
     * @description Some content, named by the digest of its bytes. It exists once, however many runs point to it.
     */
    readonly Artifact: {
      readonly digest: string;
      /** @enum {unknown} */
      readonly kind:
        | 'array'
        | 'environment'
        | 'figure'
        | 'file'
        | 'frame'
        | 'model'
        | 'notebook'
        | 'object'
        | 'profile'
        | 'text';
      readonly codec: string;
      readonly size_bytes: number;
      readonly summary: Record<string, unknown>;
    };
    /**
     * ArtifactBytesQuery
     * @description Which part of an artifact's bytes is asked for.
     */
    readonly ArtifactBytesQuery: {
      /** @default 0 */
      readonly start?: number;
      /** @default 33554432 */
      readonly length?: number;
    };
    /**
     * ArtifactPieceQuery
     * @description Which part of an artifact's bytes is sent.
     */
    readonly ArtifactPieceQuery: {
      readonly upload: string;
      readonly start: number;
      readonly total: number;
    };
    /**
     * ArtifactPreview
     * @description An artifact with a picture or text of its content.
     */
    readonly ArtifactPreview: {
      readonly artifact: components['schemas']['Artifact'];
      readonly bundle: Record<string, unknown>;
    };
    /**
     * ArtifactUse
     * @description That a run read or made an artifact under a name.
     */
    readonly ArtifactUse: {
      readonly run_id: string;
      readonly cell_execution_id: string | null;
      readonly name: string;
      /** @enum {unknown} */
      readonly direction: 'input' | 'output';
      readonly artifact: components['schemas']['Artifact'];
      readonly version: number;
    };
    /**
     * Attachment
     * @description Something that belongs to a version: its card, example, evaluation data, bill of materials, signature ...
     *
     *         A role may be filled again: that makes the next revision, and the earlier ones stay.
     */
    readonly Attachment: {
      readonly model: string;
      readonly number: number;
      readonly role: string;
      readonly revision: number;
      readonly digest: string;
      readonly codec: string;
      readonly at: number;
      readonly who: string;
      /** @default  */
      readonly comment: string;
    };
    /**
     * AuditAnchor
     * @description The end of the audit log at a moment: kept elsewhere, it proves later that nothing up to it was changed.
     */
    readonly AuditAnchor: {
      readonly seq: number;
      readonly digest: string;
      readonly at: number;
    };
    /**
     * AuditEntry
     * @description One line of the audit log. Each holds the digest of the one before it.
     */
    readonly AuditEntry: {
      readonly seq: number;
      readonly at: number;
      readonly who: string;
      readonly action: string;
      readonly noun: string;
      readonly noun_id: string;
      readonly reason: string;
      readonly details: Record<string, unknown>;
      readonly previous: string;
      readonly digest: string;
    };
    /**
     * AuditPage
     * @description Entries of the audit log, newest first.
     */
    readonly AuditPage: {
      readonly entries: readonly components['schemas']['AuditEntry'][];
      readonly next: number | null;
    };
    /**
     * AuditProblem
     * @description Where the log is not what was written.
     */
    readonly AuditProblem: {
      readonly seq: number;
      /** @enum {unknown} */
      readonly fault: 'cut' | 'edited' | 'misplaced' | 'missing' | 'unreadable';
      readonly message: string;
    };
    /**
     * AuditQuery
     * @description Which entries are meant; what is empty does not restrict.
     */
    readonly AuditQuery: {
      /** @default  */
      readonly model?: string;
      /** @default  */
      readonly noun?: string;
      /** @default  */
      readonly noun_id?: string;
      /** @default  */
      readonly action?: string;
      /** @default  */
      readonly who?: string;
      /** @default null */
      readonly since?: number | null;
      /** @default null */
      readonly until?: number | null;
      /** @default null */
      readonly before?: number | null;
      /** @default 100 */
      readonly limit?: number;
    };
    /**
     * AuditVerdict
     * @description What came of checking the log.
     */
    readonly AuditVerdict: {
      readonly entries: number;
      readonly problems: readonly components['schemas']['AuditProblem'][];
      readonly head: components['schemas']['AuditAnchor'];
    };
    /**
     * BestSoFar
     * @description A point of the curve of the best value over the points that finished.
     */
    readonly BestSoFar: {
      readonly point: number;
      readonly at: number;
      readonly value: number;
    };
    /**
     * BisectQuery
     * @description What a search for the causes of a change would do.
     */
    readonly BisectQuery: {
      readonly other: string;
      /** @default true */
      readonly packages?: boolean;
    };
    /**
     * BisectRequest
     * @description Find out why a metric changed from one run to another.
     */
    readonly BisectRequest: {
      readonly other: string;
      /** @default null */
      readonly metric?: string | null;
      /** @default true */
      readonly packages?: boolean;
    };
    /**
     * BisectionsPage
     * @description Searches for causes with a run on either side, newest first.
     */
    readonly BisectionsPage: {
      readonly bisections: readonly components['schemas']['CauseSearch'][];
    };
    /**
     * Calibration
     * @description What was said beside what was true, in bins of equally many rows.
     */
    readonly Calibration: {
      readonly said: readonly number[];
      readonly true: readonly number[];
      readonly rows: readonly number[];
    };
    /**
     * CardDifference
     * @description How two revisions of a card differ.
     */
    readonly CardDifference: {
      readonly text: string;
    };
    /**
     * CardDifferenceQuery
     * @description Which revisions to compare.
     */
    readonly CardDifferenceQuery: {
      readonly one: number;
      /** @default null */
      readonly other?: number | null;
    };
    /**
     * CardFact
     * @description Something that is known.
     */
    readonly CardFact: {
      readonly label: string;
      readonly value: string;
    };
    /**
     * CardPage
     * @description A card, and how it looks.
     */
    readonly CardPage: {
      readonly card: components['schemas']['ModelCard'];
      readonly html: string;
      readonly document: string;
      readonly markdown: string;
    };
    /**
     * CardPlot
     * @description Something that is known, drawn.
     */
    readonly CardPlot: {
      readonly title: string;
      readonly svg: string;
    };
    /**
     * CardQuery
     * @description Which revision of a card.
     */
    readonly CardQuery: {
      /** @default null */
      readonly revision?: number | null;
    };
    /**
     * CardRequest
     * @description Save a card.
     */
    readonly CardRequest: {
      readonly texts?: {
        readonly [key: string]: string;
      };
      /** @default  */
      readonly comment?: string;
      /** @default null */
      readonly expected?: number | null;
    };
    /**
     * CardRevision
     * @description That a card was saved.
     */
    readonly CardRevision: {
      readonly revision: number;
      readonly at: number;
      readonly who: string;
      /** @default  */
      readonly comment: string;
    };
    /**
     * CardSection
     * @description A section of a card.
     */
    readonly CardSection: {
      readonly key: string;
      readonly title: string;
      /** @default [] */
      readonly texts: readonly components['schemas']['CardText'][];
      /** @default [] */
      readonly facts: readonly components['schemas']['CardFact'][];
      /** @default [] */
      readonly tables: readonly components['schemas']['CardTable'][];
      /** @default [] */
      readonly plots: readonly components['schemas']['CardPlot'][];
      /** @default [] */
      readonly missing: readonly string[];
    };
    /**
     * CardTable
     * @description Several things of one kind that are known.
     */
    readonly CardTable: {
      readonly title: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };
    /**
     * CardText
     * @description Something that only people can say.
     */
    readonly CardText: {
      readonly key: string;
      readonly title: string;
      readonly asks: string;
      /** @default  */
      readonly text: string;
      /** @default  */
      readonly origin: string;
    };
    /**
     * CauseSearch
     * @description A search for the causes of a changed metric.
     */
    readonly CauseSearch: {
      readonly id: string;
      readonly run_id: string;
      readonly other_id: string;
      /** @enum {unknown} */
      readonly status: 'cancelled' | 'failed' | 'finished' | 'running';
      readonly started_at: number;
      /** @default  */
      readonly metric: string;
      /** @default true */
      readonly packages: boolean;
      /** @default null */
      readonly ended_at: number | null;
      /** @default null */
      readonly before: number | null;
      /** @default null */
      readonly after: number | null;
      /** @default 0 */
      readonly noise: number;
      /** @default [] */
      readonly causes: readonly string[];
      /** @default [] */
      readonly effects: readonly components['schemas']['SwapEffect'][];
      /** @default [] */
      readonly untested: readonly string[];
      /** @default [] */
      readonly suspects: readonly components['schemas']['Suspect'][];
      /** @default [] */
      readonly trials: readonly components['schemas']['SwapTrial'][];
      /** @default 0 */
      readonly at_most: number;
      /** @default  */
      readonly verdict: string;
      /** @default 0 */
      readonly experiments: number;
      /** @default null */
      readonly pid: number | null;
      /** @default  */
      readonly step: string;
      /** @default  */
      readonly who: string;
      /** @default null */
      readonly error: string | null;
    };
    /**
     * CellChange
     * @description A cell on two sides.
     */
    readonly CellChange: {
      readonly side: string;
      /** @enum {unknown} */
      readonly change: 'added' | 'changed' | 'removed' | 'same';
      readonly before: number | null;
      readonly after: number | null;
      /** @default [] */
      readonly diff: readonly string[];
    };
    /**
     * CellExecution
     * @description One execution of one cell, as part of a run.
     */
    readonly CellExecution: {
      readonly id: string;
      readonly run_id: string;
      readonly position: number;
      readonly source: string;
      /** @enum {unknown} */
      readonly status: 'failed' | 'finished' | 'running';
      readonly started_at: number;
      /** @default null */
      readonly cell_id: string | null;
      /** @default [] */
      readonly reads: readonly string[];
      /** @default [] */
      readonly binds: readonly string[];
      readonly definitions: {
        readonly [key: string]: string;
      };
      /** @default [] */
      readonly outputs: readonly Record<string, unknown>[];
      /** @default null */
      readonly error: string | null;
      /** @default null */
      readonly wall_s: number | null;
      /** @default null */
      readonly cpu_s: number | null;
      /** @default null */
      readonly peak_bytes: number | null;
      /** @default [] */
      readonly files_read: readonly string[];
      /** @default [] */
      readonly files_written: readonly string[];
      readonly file_digests: {
        readonly [key: string]: string;
      };
      readonly not_captured: {
        readonly [key: string]: string;
      };
      /** @default [] */
      readonly warnings: readonly string[];
      readonly seeds: {
        readonly [key: string]: number;
      };
      /** @default [] */
      readonly unseeded: readonly string[];
      /** @default null */
      readonly cached_from: string | null;
      /** @default null */
      readonly trace: components['schemas']['CellTrace'] | null;
    };
    /**
     * CellTrace
     * @description What the result of a job's cell depended on, and what it left behind: enough to know it again.
     *
     *         A content is ``= 6`` of a plain value, ``a frame/1 <digest>`` of one that is kept, ``m numpy`` of a module,
     *         ``f <digest>`` of a function or class of the notebook, ``o json.loads`` of one of a library, ``?`` and a reason
     *         of what cannot be told. Names in angle brackets stand for what has none: ``<settings>``, ``<numpy.random>``.
     */
    readonly CellTrace: {
      readonly inputs: {
        readonly [key: string]: string;
      };
      readonly made: {
        readonly [key: string]: string;
      };
      readonly numbers: {
        readonly [key: string]: number;
      };
      /** @default [] */
      readonly shared: readonly string[];
      readonly files: {
        readonly [key: string]: string;
      };
      /** @default  */
      readonly folder: string;
      /** @default  */
      readonly environment: string;
      /** @default [] */
      readonly refusals: readonly string[];
      /** @default [] */
      readonly hidden: readonly string[];
      /** @default  */
      readonly run: string;
    };
    /**
     * CellVerdict
     * @description How one cell came out.
     */
    readonly CellVerdict: {
      readonly position: number;
      /** @enum {unknown} */
      readonly sameness: 'different' | 'identical' | 'missing' | 'tolerance';
      /** @default  */
      readonly detail: string;
      /** @default [] */
      readonly volatile: readonly string[];
    };
    /**
     * Column
     * @description A column of a model's input or output.
     */
    readonly Column: {
      readonly name: string;
      readonly type: string;
      /** @default false */
      readonly nullable: boolean;
      /** @default null */
      readonly minimum: number | null;
      /** @default null */
      readonly maximum: number | null;
      /** @default null */
      readonly categories: readonly string[] | null;
      /** @default [] */
      readonly shape: readonly number[];
    };
    /**
     * ColumnChange
     * @description A column that differs between two frames.
     */
    readonly ColumnChange: {
      readonly column: string;
      /** @enum {unknown} */
      readonly change: 'added' | 'changed' | 'removed' | 'retyped';
      /** @default null */
      readonly type_before: string | null;
      /** @default null */
      readonly type_after: string | null;
      /** @default null */
      readonly differing: number | null;
      /** @default null */
      readonly rows: number | null;
      /** @default null */
      readonly mean_before: number | null;
      /** @default null */
      readonly mean_after: number | null;
      /** @default null */
      readonly sd_before: number | null;
      /** @default null */
      readonly sd_after: number | null;
    };
    /**
     * CommentRequest
     * @description Decide, and say why.
     */
    readonly CommentRequest: {
      /** @default  */
      readonly comment?: string;
    };
    /**
     * CompareQuery
     * @description Which runs to compare.
     */
    readonly CompareQuery: {
      readonly runs: string;
    };
    /**
     * ComparedSide
     * @description A run that is compared, and the runs that repeat it.
     */
    readonly ComparedSide: {
      readonly label: string;
      readonly run_id: string;
      readonly name: string;
      /** @enum {unknown} */
      readonly status: 'failed' | 'finished' | 'killed' | 'lost' | 'running';
      readonly started_at: number;
      readonly about: string;
    };
    /**
     * Confusion
     * @description Which class was said where which one was true: a row for each true class.
     */
    readonly Confusion: {
      readonly classes: readonly string[];
      readonly counts: readonly (readonly number[])[];
    };
    /**
     * Contribution
     * @description By how much one feature's value moved a prediction.
     */
    readonly Contribution: {
      readonly feature: string;
      readonly value: string | number | boolean | null;
      readonly contribution: number;
      /** @default 0 */
      readonly error: number;
    };
    /**
     * DataChange
     * @description What a name held on two sides.
     */
    readonly DataChange: {
      readonly name: string;
      readonly side: string;
      /** @enum {unknown} */
      readonly direction: 'input' | 'output';
      /** @enum {unknown} */
      readonly change: 'added' | 'changed' | 'removed' | 'same';
      readonly before: components['schemas']['Artifact'] | null;
      readonly after: components['schemas']['Artifact'] | null;
      /** @default  */
      readonly said: string;
      /** @default [] */
      readonly columns: readonly components['schemas']['ColumnChange'][];
      /** @default [] */
      readonly params: readonly components['schemas']['ValueChange'][];
    };
    /**
     * Decision
     * @description Why a retrain did or did not start.
     */
    readonly Decision: {
      readonly id: string;
      readonly deployment_id: string;
      readonly report_id: string;
      /** @enum {unknown} */
      readonly action: 'alert' | 'retrain' | 'wait';
      readonly reasons: readonly string[];
      readonly at: number;
      /** @default null */
      readonly job_id: string | null;
      /** @default  */
      readonly outcome: string;
    };
    /**
     * Dependence
     * @description What a model says on average where one feature has a value in all rows.
     */
    readonly Dependence: {
      readonly feature: string;
      readonly grid: readonly (string | number | boolean | null)[];
      readonly outputs: readonly number[];
    };
    /**
     * DeployRequest
     * @description Serve a model version.
     */
    readonly DeployRequest: {
      readonly model: string;
      /** @default null */
      readonly name?: string | null;
      /** @default 0 */
      readonly port?: number;
    };
    /**
     * Deployment
     * @description An endpoint with its routes.
     */
    readonly Deployment: {
      readonly id: string;
      readonly name: string;
      readonly model: string;
      readonly routes: readonly components['schemas']['Route'][];
      /** @enum {unknown} */
      readonly status: 'failed' | 'running' | 'starting' | 'stopped';
      readonly url: string;
      readonly pid: number | null;
      readonly created_at: number;
      readonly changed_at: number;
      /** @default 0 */
      readonly requests: number;
      /** @default null */
      readonly error: string | null;
    };
    /**
     * DeploymentsPage
     * @description Deployments, newest first.
     */
    readonly DeploymentsPage: {
      readonly deployments: readonly components['schemas']['Deployment'][];
    };
    /**
     * DescribeRequest
     * @description What shall be said of a model or version; what is None stays as it is.
     */
    readonly DescribeRequest: {
      /** @default null */
      readonly description?: string | null;
      /** @default null */
      readonly owner?: string | null;
      /** @default null */
      readonly tags?: {
        readonly [key: string]: string | null;
      } | null;
      /** @default  */
      readonly reason?: string;
    };
    /**
     * DigestsRequest
     * @description Some content, by its digests.
     */
    readonly DigestsRequest: {
      readonly digests: readonly string[];
    };
    /**
     * Dimension
     * @description What one parameter may be: one of `values`, or a number from `low` to `high`.
     */
    readonly Dimension: {
      readonly name: string;
      /** @default null */
      readonly values: readonly unknown[] | null;
      /** @default null */
      readonly low: number | null;
      /** @default null */
      readonly high: number | null;
      /** @default false */
      readonly integer: boolean;
      /** @default false */
      readonly log: boolean;
    };
    /**
     * DriftPage
     * @description Drift reports and the decisions that followed, newest first.
     */
    readonly DriftPage: {
      readonly reports: readonly components['schemas']['DriftReport'][];
      readonly decisions: readonly components['schemas']['Decision'][];
    };
    /**
     * DriftQuery
     * @description Which reports to list.
     */
    readonly DriftQuery: {
      /** @default null */
      readonly deployment?: string | null;
    };
    /**
     * DriftReport
     * @description A window of requests against the reference profile.
     */
    readonly DriftReport: {
      readonly id: string;
      readonly deployment_id: string;
      readonly model: string;
      readonly version: number;
      readonly window: components['schemas']['RequestWindow'];
      readonly created_at: number;
      /** @enum {unknown} */
      readonly verdict: 'drifted' | 'stable' | 'too_few';
      readonly features: readonly components['schemas']['FeatureDrift'][];
      readonly share_drifted: number;
      readonly performance: {
        readonly [key: string]: number;
      };
      readonly reference_performance: {
        readonly [key: string]: number;
      };
    };
    /**
     * DriftRequest
     * @description Compare what a deployment was asked lately with its reference.
     */
    readonly DriftRequest: {
      readonly deployment: string;
    };
    /**
     * Environment
     * @description The software and hardware a run had.
     */
    readonly Environment: {
      readonly digest: string;
      readonly python: string;
      readonly implementation: string;
      readonly platform: string;
      readonly cpu: string;
      readonly cpu_count: number;
      readonly memory_bytes: number;
      readonly packages: {
        readonly [key: string]: string;
      };
      readonly lock: string;
      readonly threads: {
        readonly [key: string]: string;
      };
      /** @default [] */
      readonly gpus: readonly string[];
    };
    /**
     * Event
     * @description One change of one thing. Sequence numbers grow and are never used twice.
     */
    readonly Event: {
      readonly seq: number;
      /** @enum {unknown} */
      readonly noun:
        | 'alert'
        | 'approval'
        | 'bisection'
        | 'decision'
        | 'deployment'
        | 'drift'
        | 'job'
        | 'model'
        | 'pipeline'
        | 'policy'
        | 'reproduction'
        | 'run'
        | 'schedule'
        | 'sweep';
      readonly id: string;
      /** @enum {unknown} */
      readonly kind: 'changed' | 'created' | 'removed';
      readonly at: number;
    };
    /**
     * EventsPage
     * @description Events in their order.
     */
    readonly EventsPage: {
      readonly events: readonly components['schemas']['Event'][];
      readonly last: number;
    };
    /**
     * EventsQuery
     * @description Which events are asked for.
     */
    readonly EventsQuery: {
      /** @default 0 */
      readonly after?: number;
    };
    /**
     * ExecutedCell
     * @description A cell in two executions.
     */
    readonly ExecutedCell: {
      /** @enum {unknown} */
      readonly change: 'added' | 'changed' | 'removed' | 'same';
      /** @enum {unknown} */
      readonly source_change: 'added' | 'changed' | 'removed' | 'same';
      readonly before: number | null;
      readonly after: number | null;
      readonly source: string;
      readonly diff: readonly string[];
      readonly outputs: readonly components['schemas']['OutputChange'][];
      readonly status_before: ('failed' | 'finished' | 'running') | null;
      readonly status_after: ('failed' | 'finished' | 'running') | null;
      readonly wall_s_before: number | null;
      readonly wall_s_after: number | null;
      readonly cached_from_before: string | null;
      readonly cached_from_after: string | null;
    };
    /**
     * ExecutedNotebook
     * @description What a job left of its notebook.
     */
    readonly ExecutedNotebook: {
      readonly path: string;
      readonly notebook: Record<string, unknown>;
    };
    /**
     * ExecutedSide
     * @description One of the two executions.
     */
    readonly ExecutedSide: {
      readonly run_id: string;
      readonly name: string;
      /** @enum {unknown} */
      readonly status: 'failed' | 'finished' | 'killed' | 'lost' | 'running';
      readonly started_at: number;
      readonly ended_at: number | null;
      readonly notebook: string | null;
      readonly cells: number;
    };
    /**
     * ExecutionDiff
     * @description How the second execution differs from the first: HTML in a notebook, text by ``print``.
     */
    readonly ExecutionDiff: {
      readonly before: components['schemas']['ExecutedSide'];
      readonly after: components['schemas']['ExecutedSide'];
      readonly cells: readonly components['schemas']['ExecutedCell'][];
    };
    /**
     * ExecutionsQuery
     * @description Which two executions to tell apart.
     */
    readonly ExecutionsQuery: {
      readonly a: string;
      readonly b: string;
    };
    /**
     * ExplainRequest
     * @description Explain a version over the rows that are kept of it.
     */
    readonly ExplainRequest: {
      /**
       * @default permutation
       * @enum {unknown}
       */
      readonly method?: 'permutation' | 'shap';
      /** @default 2000 */
      readonly rows?: number;
      /** @default 10 */
      readonly repeats?: number;
      /** @default 20 */
      readonly seconds?: number;
      /** @default 0 */
      readonly seed?: number;
      /** @default null */
      readonly output?: string | null;
    };
    /**
     * Explanation
     * @description What a version's answers come from, over many rows.
     */
    readonly Explanation: {
      readonly model: string;
      readonly number: number;
      readonly output: string;
      readonly data: string;
      readonly rows: number;
      readonly labelled: boolean;
      readonly importances: readonly components['schemas']['Importance'][];
      /** @default [] */
      readonly dependences: readonly components['schemas']['Dependence'][];
      /** @default null */
      readonly calibration: components['schemas']['Calibration'] | null;
      /** @default null */
      readonly confusion: components['schemas']['Confusion'] | null;
      /** @default 0 */
      readonly seed: number;
      /** @default [] */
      readonly notes: readonly string[];
    };
    /**
     * Explanations
     * @description What is known of where a version's answers come from.
     */
    readonly Explanations: {
      readonly explanation: components['schemas']['Explanation'] | null;
      readonly plots: readonly components['schemas']['CardPlot'][];
      readonly rows: readonly components['schemas']['LocalExplanationPlot'][];
    };
    /**
     * FeatureDrift
     * @description One column, today against the reference.
     */
    readonly FeatureDrift: {
      readonly name: string;
      /** @enum {unknown} */
      readonly kind: 'category' | 'number';
      /** @enum {unknown} */
      readonly role: 'feature' | 'label' | 'prediction';
      readonly distance: number;
      readonly p_value: number;
      readonly drifted: boolean;
      readonly reference: Record<string, unknown>;
      readonly current: Record<string, unknown>;
    };
    /**
     * FeatureImportance
     * @description How much one feature matters to a model.
     */
    readonly FeatureImportance: {
      readonly feature: string;
      readonly importance: number;
      readonly low: number;
      readonly high: number;
    };
    /**
     * FieldProblem
     * @description What is wrong with one field of a form.
     */
    readonly FieldProblem: {
      readonly field: string;
      readonly code: string;
      readonly message: string;
      readonly hint: string;
    };
    /**
     * Firing
     * @description One start of a schedule, or the reason why there was none.
     *
     *         It waits from the moment a worker has taken the due time until its job is made; where the start before it still
     *         runs, that may be a while.
     */
    readonly Firing: {
      readonly id: string;
      readonly schedule_id: string;
      readonly due_at: number;
      readonly at: number;
      /** @enum {unknown} */
      readonly status: 'failed' | 'skipped' | 'submitted' | 'waiting';
      /** @default null */
      readonly job_id: string | null;
      /** @default null */
      readonly pipeline_run_id: string | null;
      /** @default  */
      readonly reason: string;
      /** @default  */
      readonly worker: string;
      /** @default false */
      readonly late: boolean;
    };
    /**
     * GateCheck
     * @description That a version's gates were checked once more, before it was to be promoted.
     */
    readonly GateCheck: {
      readonly model: string;
      readonly number: number;
      readonly alias: string;
      readonly at: number;
      readonly who: string;
      readonly results: readonly components['schemas']['GateResult'][];
    };
    /**
     * GateChecksPage
     * @description When the gates of a version were checked again, newest first.
     */
    readonly GateChecksPage: {
      readonly checks: readonly components['schemas']['GateCheck'][];
    };
    /**
     * GateResult
     * @description What came of checking one gate.
     */
    readonly GateResult: {
      readonly expression: string;
      /** @enum {unknown} */
      readonly verdict: 'failed' | 'passed';
      readonly reason: string;
      readonly checked_at: number;
      /** @default metric */
      readonly kind: string;
      /** @default true */
      readonly ran: boolean;
      readonly numbers: {
        readonly [key: string]: number | null;
      };
      /** @default [] */
      readonly details: readonly string[];
      /** @default null */
      readonly seconds: number | null;
      /** @default  */
      readonly inputs: string;
    };
    /**
     * Importance
     * @description How much each feature matters to a model, the most important first.
     */
    readonly Importance: {
      readonly method: string;
      readonly measure: string;
      readonly baseline: number | null;
      readonly features: readonly components['schemas']['FeatureImportance'][];
      readonly repeats: number;
      /** @default 0.95 */
      readonly confidence: number;
    };
    /**
     * Job
     * @description One execution of a notebook.
     */
    readonly Job: {
      readonly id: string;
      readonly notebook: string;
      readonly parameters: Record<string, unknown>;
      /** @enum {unknown} */
      readonly status:
        'cancelled' | 'failed' | 'finished' | 'lost' | 'queued' | 'running';
      /** @enum {unknown} */
      readonly trigger:
        'drift' | 'event' | 'manual' | 'pipeline' | 'reproduce' | 'schedule' | 'sweep';
      readonly created_at: number;
      /** @default null */
      readonly started_at: number | null;
      /** @default null */
      readonly ended_at: number | null;
      /** @default null */
      readonly run_id: string | null;
      /** @default null */
      readonly pid: number | null;
      /** @default null */
      readonly output: string | null;
      /** @default 0 */
      readonly cells_done: number;
      /** @default 0 */
      readonly cells_total: number;
      /** @default null */
      readonly error: string | null;
      /** @default  */
      readonly who: string;
      readonly options: components['schemas']['JobOptions'];
      /** @default 1 */
      readonly attempt: number;
      /** @default null */
      readonly resumes: string | null;
      /** @default null */
      readonly worker: string | null;
      /** @default null */
      readonly sweep_id: string | null;
      /** @default null */
      readonly schedule_id: string | null;
      /** @default null */
      readonly pipeline_run_id: string | null;
      /** @default [] */
      readonly notes: readonly string[];
      readonly tags: {
        readonly [key: string]: string;
      };
    };
    /**
     * JobOptions
     * @description How a notebook is to be run.
     */
    readonly JobOptions: {
      /** @default 0 */
      readonly retries: number;
      /** @default 5 */
      readonly retry_wait_s: number;
      /** @default null */
      readonly timeout_s: number | null;
      /** @default null */
      readonly cell_timeout_s: number | null;
      /** @default true */
      readonly warm: boolean;
      /** @default true */
      readonly capture: boolean;
      /** @default false */
      readonly cache: boolean;
      /** @default  */
      readonly on: string;
      /** @default  */
      readonly output: string;
    };
    /**
     * JobOptionsRequest
     * @description How a notebook is to be run; what is left out is as by default.
     */
    readonly JobOptionsRequest: {
      /** @default 0 */
      readonly retries?: number;
      /** @default 5 */
      readonly retry_wait_s?: number;
      /** @default null */
      readonly timeout_s?: number | null;
      /** @default null */
      readonly cell_timeout_s?: number | null;
      /** @default true */
      readonly warm?: boolean;
      /** @default true */
      readonly capture?: boolean;
      /** @default false */
      readonly cache?: boolean;
      /** @default  */
      readonly on?: string;
      /** @default  */
      readonly output?: string;
    };
    /**
     * JobRequest
     * @description Run a notebook.
     */
    readonly JobRequest: {
      readonly notebook: string;
      readonly parameters?: Record<string, unknown>;
      readonly options?: components['schemas']['JobOptionsRequest'];
    };
    /**
     * JobsPage
     * @description Jobs, newest first.
     */
    readonly JobsPage: {
      readonly jobs: readonly components['schemas']['Job'][];
    };
    /**
     * JournalPieceQuery
     * @description Where in the journal a piece begins.
     */
    readonly JournalPieceQuery: {
      readonly start: number;
    };
    /**
     * JournalState
     * @description How far a client's journal has arrived.
     */
    readonly JournalState: {
      readonly offset: number;
      /** @default 0 */
      readonly facts: number;
      /** @default 0 */
      readonly damaged: number;
    };
    /**
     * Lineage
     * @description A graph of things, walked from one of them in both directions.
     */
    readonly Lineage: {
      readonly nodes: readonly components['schemas']['LineageNode'][];
      readonly edges: readonly components['schemas']['LineageEdge'][];
    };
    /**
     * LineageEdge
     * @description That `target` was made from, or by, `source` (both are node ids).
     */
    readonly LineageEdge: {
      readonly source: string;
      readonly target: string;
    };
    /**
     * LineageNode
     * @description A thing in a lineage graph.
     */
    readonly LineageNode: {
      readonly id: string;
      /** @enum {unknown} */
      readonly kind:
        | 'artifact'
        | 'decision'
        | 'deployment'
        | 'drift_report'
        | 'file'
        | 'job'
        | 'model_version'
        | 'run';
      readonly label: string;
      readonly ref: string;
    };
    /**
     * LocalExplanation
     * @description Why a model says what it says to one row: the contributions and the base sum up to the prediction.
     */
    readonly LocalExplanation: {
      readonly model: string;
      readonly number: number;
      readonly method: string;
      readonly output: string;
      readonly prediction: number;
      readonly base: number;
      readonly contributions: readonly components['schemas']['Contribution'][];
      readonly background: string;
      readonly background_rows: number;
      /** @default 0 */
      readonly seed: number;
    };
    /**
     * LocalExplanationPlot
     * @description Why a version said what it said to one row, and how that looks.
     */
    readonly LocalExplanationPlot: {
      readonly explanation: components['schemas']['LocalExplanation'];
      readonly svg: string;
    };
    /**
     * Metric
     * @description The latest value of something that was measured.
     */
    readonly Metric: {
      readonly run_id: string;
      readonly key: string;
      readonly value: number | null;
      readonly text: string;
      readonly step: number;
      readonly at: number;
      readonly count: number;
    };
    /**
     * MetricPoint
     * @description One point of a metric.
     */
    readonly MetricPoint: {
      readonly step: number;
      readonly at: number;
      readonly value: number | null;
    };
    /**
     * MetricRow
     * @description A metric on one side, and how it differs from the first side.
     */
    readonly MetricRow: {
      readonly metric: string;
      readonly side: string;
      readonly n: number;
      readonly mean: number | null;
      /** @default null */
      readonly low: number | null;
      /** @default null */
      readonly high: number | null;
      /** @default null */
      readonly sd: number | null;
      /** @default null */
      readonly difference: number | null;
      /** @default null */
      readonly p: number | null;
      /** @default null */
      readonly is_real: boolean | null;
      /** @default  */
      readonly verdict: string;
    };
    /**
     * MetricSeries
     * @description The points of one metric in the order they were logged.
     */
    readonly MetricSeries: {
      readonly key: string;
      readonly points: readonly components['schemas']['MetricPoint'][];
    };
    /**
     * MissingArtifacts
     * @description What of that is not here.
     */
    readonly MissingArtifacts: {
      readonly missing: readonly string[];
    };
    /**
     * Model
     * @description A model with all of its versions, newest first.
     */
    readonly Model: {
      readonly name: string;
      readonly versions: readonly components['schemas']['ModelVersion'][];
      readonly aliases: {
        readonly [key: string]: number;
      };
      /** @default  */
      readonly description: string;
      readonly tags: {
        readonly [key: string]: string;
      };
      /** @default  */
      readonly owner: string;
      /** @default null */
      readonly created_at: number | null;
      /** @default null */
      readonly changed_at: number | null;
    };
    /**
     * ModelCard
     * @description A card: the sections of Mitchell et al., Model cards for model reporting (FAT* 2019), and its making.
     */
    readonly ModelCard: {
      readonly model: string;
      readonly number: number;
      readonly revision: number;
      readonly is_newer: boolean;
      readonly sections: readonly components['schemas']['CardSection'][];
      readonly revisions: readonly components['schemas']['CardRevision'][];
    };
    /**
     * ModelVersion
     * @description One version of a model.
     */
    readonly ModelVersion: {
      readonly model: string;
      readonly number: number;
      readonly artifact: string;
      readonly codec: string;
      readonly run_id: string | null;
      readonly signature: components['schemas']['Signature'];
      readonly created_at: number;
      /** @default  */
      readonly who: string;
      /** @default  */
      readonly owner: string;
      /** @default null */
      readonly profile: string | null;
      readonly metrics: {
        readonly [key: string]: number;
      };
      /** @default [] */
      readonly gates: readonly components['schemas']['GateResult'][];
      /** @default [] */
      readonly aliases: readonly string[];
      /** @default  */
      readonly description: string;
      readonly tags: {
        readonly [key: string]: string;
      };
      /** @default  */
      readonly framework: string;
      /** @default false */
      readonly unsafe: boolean;
      /**
       * @default active
       * @enum {unknown}
       */
      readonly status: 'active' | 'retired';
      /** @default null */
      readonly changed_at: number | null;
      /** @default [] */
      readonly attachments: readonly components['schemas']['Attachment'][];
    };
    /**
     * ModelsPage
     * @description All models by name.
     */
    readonly ModelsPage: {
      readonly models: readonly components['schemas']['Model'][];
    };
    /**
     * MovedMetric
     * @description A metric that is not the same in two runs.
     */
    readonly MovedMetric: {
      readonly metric: string;
      readonly before: number;
      readonly after: number;
    };
    /**
     * NextTimes
     * @description When a schedule is due next; empty where that is not known beforehand, or it is paused.
     */
    readonly NextTimes: {
      readonly times: readonly number[];
    };
    /**
     * NextTimesQuery
     * @description How many times are asked for.
     */
    readonly NextTimesQuery: {
      /** @default 5 */
      readonly count?: number;
    };
    /**
     * NotebookCell
     * @description The latest run of a cell of a notebook.
     */
    readonly NotebookCell: {
      readonly cell_id: string;
      readonly run_id: string;
      readonly stale: boolean;
      /**
       * @default finished
       * @enum {unknown}
       */
      readonly status: 'failed' | 'finished' | 'killed' | 'lost' | 'running';
      /** @default [] */
      readonly reasons: readonly string[];
    };
    /**
     * NotebookCells
     * @description The latest runs of a notebook's cells that somebody ran by hand; a cell that was never tracked has none.
     */
    readonly NotebookCells: {
      readonly cells: readonly components['schemas']['NotebookCell'][];
    };
    /**
     * NotebookParameter
     * @description A parameter that a notebook declares in its cell tagged ``parameters``.
     */
    readonly NotebookParameter: {
      readonly name: string;
      readonly type: string;
      /** @default null */
      readonly default: unknown;
      /** @default  */
      readonly help: string;
      /** @default  */
      readonly hint: string;
      /** @default false */
      readonly required: boolean;
      /** @default [] */
      readonly choices: readonly unknown[];
      /** @default false */
      readonly optional: boolean;
    };
    /**
     * NotebookParameters
     * @description What a notebook can be run with.
     */
    readonly NotebookParameters: {
      readonly notebook: string;
      readonly parameters: readonly components['schemas']['NotebookParameter'][];
    };
    /**
     * NotebookQuery
     * @description Which notebook is asked for.
     */
    readonly NotebookQuery: {
      readonly path: string;
    };
    /**
     * NumberChange
     * @description A number that differs in text that is the same otherwise.
     */
    readonly NumberChange: {
      readonly line: number;
      readonly before: number;
      readonly after: number;
      readonly difference: number | null;
      readonly relative: number | null;
    };
    /**
     * OutputChange
     * @description An output on two sides.
     */
    readonly OutputChange: {
      /** @enum {unknown} */
      readonly change: 'added' | 'changed' | 'removed' | 'same';
      /** @enum {unknown} */
      readonly kind: 'image' | 'numbers' | 'other' | 'text';
      readonly mime: string;
      readonly name: string;
      /** @default [] */
      readonly diff: readonly string[];
      /** @default [] */
      readonly numbers: readonly components['schemas']['NumberChange'][];
      /** @default null */
      readonly before: string | null;
      /** @default null */
      readonly after: string | null;
      /** @default  */
      readonly note: string;
    };
    /**
     * ParameterImportance
     * @description How much of the metric's variance one parameter explains by itself.
     */
    readonly ParameterImportance: {
      readonly name: string;
      readonly importance: number;
    };
    /**
     * Pipeline
     * @description A graph of steps without circles.
     */
    readonly Pipeline: {
      readonly name: string;
      readonly steps: readonly components['schemas']['Step'][];
      readonly created_at: number;
      readonly options: components['schemas']['JobOptions'];
      /** @default  */
      readonly who: string;
    };
    /**
     * PipelineRequest
     * @description Keep a pipeline; one that has the name is replaced.
     */
    readonly PipelineRequest: {
      readonly name: string;
      readonly steps: readonly components['schemas']['Step'][];
      readonly options?: components['schemas']['JobOptionsRequest'];
    };
    /**
     * PipelineRun
     * @description One execution of a pipeline.
     */
    readonly PipelineRun: {
      readonly id: string;
      readonly pipeline: string;
      /** @enum {unknown} */
      readonly status:
        'cancelled' | 'failed' | 'finished' | 'lost' | 'queued' | 'running';
      readonly steps: readonly components['schemas']['Step'][];
      readonly states: readonly components['schemas']['StepState'][];
      readonly started_at: number;
      /** @default null */
      readonly ended_at: number | null;
      /** @default null */
      readonly pid: number | null;
      /** @default  */
      readonly who: string;
      /** @default null */
      readonly schedule_id: string | null;
      readonly options: components['schemas']['JobOptions'];
      /** @default null */
      readonly error: string | null;
    };
    /**
     * PipelinesPage
     * @description Pipelines by name, and their newest runs.
     */
    readonly PipelinesPage: {
      readonly pipelines: readonly components['schemas']['Pipeline'][];
      readonly runs: readonly components['schemas']['PipelineRun'][];
    };
    /**
     * PoliciesPage
     * @description All policies, those for all models first.
     */
    readonly PoliciesPage: {
      readonly policies: readonly components['schemas']['AliasPolicy'][];
    };
    /**
     * PolicyRequest
     * @description What an alias shall ask for; what is None stays as it is.
     */
    readonly PolicyRequest: {
      /** @default null */
      readonly approvals?: number | null;
      /** @default null */
      readonly approvers?: readonly string[] | null;
      /** @default null */
      readonly signed?: boolean | null;
      /** @default  */
      readonly reason?: string;
    };
    /**
     * PolicyState
     * @description What holds for an alias.
     */
    readonly PolicyState: {
      readonly policy: components['schemas']['AliasPolicy'] | null;
      readonly may_change: boolean;
    };
    /**
     * Problem
     * @description What every answer from 400 on holds.
     */
    readonly Problem: {
      readonly code: string;
      readonly message: string;
      readonly hint: string;
    };
    /**
     * PromoteRequest
     * @description Move an alias to a version.
     */
    readonly PromoteRequest: {
      readonly number: number;
      /** @default  */
      readonly reason?: string;
    };
    /**
     * ReasonRequest
     * @description Do it, and say why.
     */
    readonly ReasonRequest: {
      /** @default  */
      readonly reason?: string;
    };
    /**
     * RenameRequest
     * @description Give a model another name.
     */
    readonly RenameRequest: {
      readonly name: string;
      /** @default  */
      readonly reason?: string;
    };
    /**
     * ReproduceRequest
     * @description Run a run again and compare what comes out.
     */
    readonly ReproduceRequest: {
      /** @default 1e-9 */
      readonly tolerance?: number;
      /** @default auto */
      readonly environment?: string;
    };
    /**
     * Reproduction
     * @description An attempt to get a run's results again.
     */
    readonly Reproduction: {
      readonly id: string;
      readonly run_id: string;
      /** @enum {unknown} */
      readonly status: 'failed' | 'finished' | 'running';
      readonly started_at: number;
      /** @default null */
      readonly ended_at: number | null;
      /** @default null */
      readonly new_run_id: string | null;
      /** @default null */
      readonly verdict: ('different' | 'identical' | 'missing' | 'tolerance') | null;
      /** @default [] */
      readonly cells: readonly components['schemas']['CellVerdict'][];
      /** @default null */
      readonly first_different: number | null;
      /** @default null */
      readonly cause:
        | (
            | 'clock'
            | 'code'
            | 'data'
            | 'hardware'
            | 'network'
            | 'package'
            | 'seed'
            | 'unknown'
            | 'unseeded'
          )
        | null;
      /** @default  */
      readonly cause_detail: string;
      /** @default  */
      readonly environment: string;
      /** @default null */
      readonly job_id: string | null;
      /** @default null */
      readonly pid: number | null;
      /** @default  */
      readonly step: string;
      /** @default [] */
      readonly notes: readonly string[];
      /** @default  */
      readonly who: string;
      /** @default null */
      readonly error: string | null;
    };
    /**
     * ReproductionsPage
     * @description Attempts to get the results of a run again, newest first.
     */
    readonly ReproductionsPage: {
      readonly reproductions: readonly components['schemas']['Reproduction'][];
    };
    /**
     * RequestWindow
     * @description A slice of a deployment's request log.
     */
    readonly RequestWindow: {
      readonly deployment_id: string;
      readonly from_at: number;
      readonly to_at: number;
      readonly rows: number;
      /** @default 0 */
      readonly labelled_rows: number;
      /** @default  */
      readonly name: string;
    };
    /**
     * Route
     * @description Which version takes which share of the requests.
     */
    readonly Route: {
      readonly version: number;
      readonly weight: number;
      /** @default false */
      readonly shadow: boolean;
    };
    /**
     * RoutesRequest
     * @description Set which versions take which share.
     */
    readonly RoutesRequest: {
      readonly routes: readonly components['schemas']['Route'][];
    };
    /**
     * Run
     * @description One tracked span of work: a cell, a block of Python, or a whole notebook.
     */
    readonly Run: {
      readonly id: string;
      readonly name: string;
      /** @enum {unknown} */
      readonly kind: 'block' | 'cell' | 'client' | 'imported' | 'notebook' | 'score';
      /** @enum {unknown} */
      readonly status: 'failed' | 'finished' | 'killed' | 'lost' | 'running';
      readonly started_at: number;
      /** @default default */
      readonly project: string;
      /** @default null */
      readonly ended_at: number | null;
      /** @default  */
      readonly who: string;
      /** @default null */
      readonly parent_id: string | null;
      readonly source: components['schemas']['Source'];
      /** @default null */
      readonly environment: string | null;
      /** @default null */
      readonly seed: number | null;
      /** @default null */
      readonly error: string | null;
      /** @default false */
      readonly stale: boolean;
    };
    /**
     * RunComparison
     * @description How runs differ from the first of them: all metrics, of everything else what is not the same.
     */
    readonly RunComparison: {
      readonly sides: readonly components['schemas']['ComparedSide'][];
      readonly notes: readonly string[];
      readonly metrics: readonly components['schemas']['MetricRow'][];
      readonly params: readonly components['schemas']['ValueChange'][];
      readonly seeds: readonly components['schemas']['ValueChange'][];
      readonly code: readonly components['schemas']['CellChange'][];
      readonly data: readonly components['schemas']['DataChange'][];
      readonly files: readonly components['schemas']['ValueChange'][];
      readonly packages: readonly components['schemas']['ValueChange'][];
      readonly environment: readonly components['schemas']['ValueChange'][];
      readonly source: readonly components['schemas']['ValueChange'][];
      readonly same: {
        readonly [key: string]: number;
      };
    };
    /**
     * RunDetail
     * @description Everything about one run, with a page of its cells.
     */
    readonly RunDetail: {
      readonly row: components['schemas']['RunRow'];
      readonly metrics: readonly components['schemas']['Metric'][];
      readonly cells: readonly components['schemas']['CellExecution'][];
      readonly cells_first: number;
      readonly cells_total: number;
      readonly cells_cached: number;
      readonly outputs_apart: {
        readonly [key: string]: number;
      };
      readonly unseeded: readonly string[];
      readonly artifacts: readonly components['schemas']['ArtifactUse'][];
      readonly environment: components['schemas']['Environment'] | null;
      readonly children: readonly components['schemas']['RunRow'][];
    };
    /**
     * RunQuery
     * @description Which cells of a run to tell of.
     */
    readonly RunQuery: {
      /** @default -1 */
      readonly first?: number;
      /** @default 100 */
      readonly count?: number;
    };
    /**
     * RunRow
     * @description A run as lists show it.
     */
    readonly RunRow: {
      readonly run: components['schemas']['Run'];
      readonly params: {
        readonly [key: string]: string | number | boolean | null;
      };
      readonly metrics: {
        readonly [key: string]: number | null;
      };
      readonly tags: {
        readonly [key: string]: string;
      };
      /** @default 0 */
      readonly cells_done: number;
      /** @default null */
      readonly cells_total: number | null;
    };
    /**
     * RunsPage
     * @description A page of runs.
     */
    readonly RunsPage: {
      readonly rows: readonly components['schemas']['RunRow'][];
      readonly next: string | null;
    };
    /**
     * RunsQuery
     * @description Which runs to list, newest first.
     */
    readonly RunsQuery: {
      /** @default  */
      readonly search?: string;
      /** @default  */
      readonly sort?: string;
      /** @default null */
      readonly parent?: string | null;
      /** @default null */
      readonly before?: string | null;
      /** @default 100 */
      readonly limit?: number;
    };
    /**
     * Schedule
     * @description A notebook or pipeline, and what starts it.
     */
    readonly Schedule: {
      readonly id: string;
      readonly name: string;
      readonly trigger: components['schemas']['Trigger'];
      readonly created_at: number;
      /** @default null */
      readonly notebook: string | null;
      /** @default null */
      readonly pipeline: string | null;
      readonly parameters: Record<string, unknown>;
      readonly options: components['schemas']['JobOptions'];
      /**
       * @default once
       * @enum {unknown}
       */
      readonly missed: 'all' | 'once' | 'skip';
      /**
       * @default skip
       * @enum {unknown}
       */
      readonly overlap: 'allow' | 'queue' | 'replace' | 'skip';
      /** @default false */
      readonly paused: boolean;
      /** @default null */
      readonly next_at: number | null;
      /** @default null */
      readonly last_at: number | null;
      /** @default  */
      readonly seen: string;
      /** @default  */
      readonly who: string;
      /** @default null */
      readonly error: string | null;
    };
    /**
     * ScheduleDetail
     * @description A schedule with what became of its starts, newest first.
     */
    readonly ScheduleDetail: {
      readonly schedule: components['schemas']['Schedule'];
      readonly firings: readonly components['schemas']['Firing'][];
    };
    /**
     * SchedulePreview
     * @description When a schedule that was not made yet would be due, and what is wrong with it.
     */
    readonly SchedulePreview: {
      readonly times: readonly number[];
      readonly problems: readonly components['schemas']['FieldProblem'][];
    };
    /**
     * ScheduleRequest
     * @description Make a schedule of a notebook or a pipeline.
     */
    readonly ScheduleRequest: {
      readonly trigger: components['schemas']['Trigger'];
      /** @default null */
      readonly notebook?: string | null;
      /** @default null */
      readonly pipeline?: string | null;
      /** @default  */
      readonly name?: string;
      readonly parameters?: Record<string, unknown>;
      readonly options?: components['schemas']['JobOptionsRequest'];
      /**
       * @default once
       * @enum {unknown}
       */
      readonly missed?: 'all' | 'once' | 'skip';
      /**
       * @default skip
       * @enum {unknown}
       */
      readonly overlap?: 'allow' | 'queue' | 'replace' | 'skip';
    };
    /**
     * SchedulesPage
     * @description Schedules by name, and the workers that start what is due.
     */
    readonly SchedulesPage: {
      readonly schedules: readonly components['schemas']['Schedule'][];
      readonly workers: readonly components['schemas']['Worker'][];
      /** @default  */
      readonly advice: string;
    };
    /**
     * ScoreRequest
     * @description Score files in the background. Paths are below the server's root folder.
     */
    readonly ScoreRequest: {
      readonly data: readonly string[];
      readonly output: string;
      /** @default null */
      readonly columns?: readonly string[] | null;
      /** @default true */
      readonly probabilities?: boolean;
      /** @default false */
      readonly stamp?: boolean;
      /**
       * @default error
       * @enum {unknown}
       */
      readonly on_bad?: 'error' | 'null' | 'skip';
      /** @default  */
      readonly labels?: string;
      /** @default 1 */
      readonly processes?: number;
      /** @default  */
      readonly on?: string;
      /** @default false */
      readonly overwrite?: boolean;
    };
    /**
     * ScoreState
     * @description How the scoring of a table stands; it is a run of the kind ``score``.
     */
    readonly ScoreState: {
      readonly run_id: string;
      readonly model: string;
      readonly number: number;
      /** @enum {unknown} */
      readonly status: 'failed' | 'finished' | 'killed' | 'lost' | 'running';
      readonly input: string;
      readonly output: string;
      readonly rows: number;
      readonly rows_total: number | null;
      readonly rows_per_s: number;
      readonly left_s: number | null;
      readonly rejected: number;
      readonly error: string | null;
      readonly started_at: number;
      readonly ended_at: number | null;
      readonly metrics: {
        readonly [key: string]: number;
      };
    };
    /**
     * ScoresPage
     * @description The newest scorings.
     */
    readonly ScoresPage: {
      readonly scores: readonly components['schemas']['ScoreState'][];
    };
    /**
     * SearchPlan
     * @description What a search for the causes of a change would do.
     */
    readonly SearchPlan: {
      readonly notebook: string;
      readonly metrics: readonly components['schemas']['MovedMetric'][];
      readonly suspects: readonly components['schemas']['Suspect'][];
      readonly at_most: number;
      readonly run_s: number | null;
    };
    /**
     * Signature
     * @description What a model takes and gives.
     */
    readonly Signature: {
      readonly inputs: readonly components['schemas']['Column'][];
      /** @default [] */
      readonly outputs: readonly components['schemas']['Column'][];
    };
    /**
     * Source
     * @description Where the code of a run came from.
     */
    readonly Source: {
      /** @default null */
      readonly notebook: string | null;
      /** @default null */
      readonly cell_id: string | null;
      /** @default null */
      readonly git_commit: string | null;
      /** @default null */
      readonly git_branch: string | null;
      /** @default null */
      readonly git_patch: string | null;
    };
    /**
     * Step
     * @description One notebook of a pipeline.
     */
    readonly Step: {
      readonly name: string;
      readonly notebook: string;
      readonly parameters: Record<string, unknown>;
      /** @default [] */
      readonly after: readonly string[];
    };
    /**
     * StepState
     * @description How far a step of a pipeline's run is.
     */
    readonly StepState: {
      readonly name: string;
      /** @enum {unknown} */
      readonly status:
        'cancelled' | 'failed' | 'finished' | 'running' | 'skipped' | 'waiting';
      /** @default null */
      readonly job_id: string | null;
      readonly parameters: Record<string, unknown>;
      /** @default null */
      readonly error: string | null;
    };
    /**
     * Suspect
     * @description One thing that differs between two runs.
     */
    readonly Suspect: {
      readonly kind: string;
      readonly label: string;
      /**
       * @default suspect
       * @enum {unknown}
       */
      readonly state: 'cause' | 'cleared' | 'suspect' | 'untested';
      /** @default  */
      readonly reason: string;
    };
    /**
     * SwapEffect
     * @description What came of swapping something between two runs.
     */
    readonly SwapEffect: {
      readonly label: string;
      readonly value: number | null;
      readonly change: number | null;
    };
    /**
     * SwapTrial
     * @description One experiment: the first run's notebook, with something of the second run's.
     */
    readonly SwapTrial: {
      readonly number: number;
      readonly swapped: readonly string[];
      /** @enum {unknown} */
      readonly status: 'cancelled' | 'failed' | 'finished' | 'running';
      /** @default null */
      readonly value: number | null;
      /** @default null */
      readonly job_id: string | null;
      /** @default null */
      readonly run_id: string | null;
    };
    /**
     * Sweep
     * @description A search; its trials are jobs.
     */
    readonly Sweep: {
      readonly id: string;
      readonly name: string;
      readonly notebook: string;
      readonly space: readonly components['schemas']['Dimension'][];
      /** @enum {unknown} */
      readonly sampler: 'grid' | 'random' | 'tpe';
      readonly metric: string;
      /** @enum {unknown} */
      readonly direction: 'maximize' | 'minimize';
      /** @enum {unknown} */
      readonly status: 'cancelled' | 'failed' | 'finished' | 'lost' | 'running';
      readonly created_at: number;
      readonly fixed: Record<string, unknown>;
      /** @default 0 */
      readonly trials_wanted: number;
      /** @default 1 */
      readonly parallel: number;
      /** @default 1 */
      readonly seeds: number;
      /** @default 0 */
      readonly seed: number;
      /** @default false */
      readonly pruning: boolean;
      readonly options: components['schemas']['JobOptions'];
      /** @default null */
      readonly ended_at: number | null;
      /** @default  */
      readonly who: string;
      /** @default null */
      readonly pid: number | null;
      /** @default null */
      readonly best_trial: number | null;
      /** @default null */
      readonly error: string | null;
      /** @default  */
      readonly digest: string;
      /** @default  */
      readonly host: string;
    };
    /**
     * SweepDetail
     * @description A sweep with its trials by number.
     */
    readonly SweepDetail: {
      readonly sweep: components['schemas']['Sweep'];
      readonly trials: readonly components['schemas']['Trial'][];
    };
    /**
     * SweepPoint
     * @description The trials of a sweep that share their parameters.
     */
    readonly SweepPoint: {
      readonly point: number;
      readonly parameters: Record<string, unknown>;
      /** @enum {unknown} */
      readonly status:
        'cancelled' | 'failed' | 'finished' | 'pruned' | 'queued' | 'running';
      readonly trials: readonly number[];
      readonly runs: readonly string[];
      readonly values: readonly number[];
      /** @default null */
      readonly mean: number | null;
      /** @default null */
      readonly low: number | null;
      /** @default null */
      readonly high: number | null;
      /** @default null */
      readonly rank: number | null;
      /** @default false */
      readonly ties_with_best: boolean;
      /** @default null */
      readonly last_value: number | null;
    };
    /**
     * SweepPreview
     * @description How large a sweep that was not started yet would be, and what is wrong with it.
     */
    readonly SweepPreview: {
      readonly trials: number | null;
      readonly points: number | null;
      readonly sampler: ('grid' | 'random' | 'tpe') | null;
      readonly parallel: number | null;
      readonly problems: readonly components['schemas']['FieldProblem'][];
    };
    /**
     * SweepProgress
     * @description How far a sweep is, and the best that it found.
     */
    readonly SweepProgress: {
      readonly sweep_id: string;
      readonly done: number;
      readonly running: number;
      readonly failed: number;
      readonly best: number | null;
    };
    /**
     * SweepRequest
     * @description Search over the parameters of a notebook.
     */
    readonly SweepRequest: {
      readonly notebook: string;
      readonly space: Record<string, unknown>;
      readonly metric: string;
      readonly fixed?: Record<string, unknown>;
      /** @default null */
      readonly n?: number | null;
      /** @default false */
      readonly minimize?: boolean;
      /** @default null */
      readonly sampler?: ('grid' | 'random' | 'tpe') | null;
      /** @default null */
      readonly parallel?: number | null;
      /** @default 1 */
      readonly seeds?: number;
      /** @default false */
      readonly prune?: boolean;
      /** @default false */
      readonly cache?: boolean;
      /** @default  */
      readonly on?: string;
      /** @default null */
      readonly name?: string | null;
      /** @default 0 */
      readonly seed?: number;
    };
    /**
     * SweepSummary
     * @description What a sweep found.
     */
    readonly SweepSummary: {
      readonly sweep: components['schemas']['Sweep'];
      readonly points: readonly components['schemas']['SweepPoint'][];
      readonly importances: readonly components['schemas']['ParameterImportance'][];
      readonly best_so_far: readonly components['schemas']['BestSoFar'][];
      /** @default null */
      readonly best: number | null;
    };
    /**
     * SweepsPage
     * @description Sweeps, newest first.
     */
    readonly SweepsPage: {
      readonly sweeps: readonly components['schemas']['Sweep'][];
      /** @default [] */
      readonly progress: readonly components['schemas']['SweepProgress'][];
    };
    /**
     * TimelineEntry
     * @description One thing that happened to a model or one of its versions.
     */
    readonly TimelineEntry: {
      readonly at: number;
      readonly who: string;
      /** @enum {unknown} */
      readonly kind:
        | 'alias'
        | 'approval'
        | 'attachment'
        | 'deployment'
        | 'description'
        | 'gates'
        | 'policy'
        | 'registered'
        | 'status';
      readonly number: number | null;
      readonly text: string;
      /** @default  */
      readonly reason: string;
    };
    /**
     * TimelinePage
     * @description What happened to a model, newest first.
     */
    readonly TimelinePage: {
      readonly entries: readonly components['schemas']['TimelineEntry'][];
    };
    /**
     * TimelineQuery
     * @description Whose life is asked for.
     */
    readonly TimelineQuery: {
      /** @default null */
      readonly number?: number | null;
    };
    /**
     * Trial
     * @description One point of a sweep, run with one seed.
     */
    readonly Trial: {
      readonly sweep_id: string;
      readonly number: number;
      readonly point: number;
      readonly parameters: Record<string, unknown>;
      /** @enum {unknown} */
      readonly status:
        'cancelled' | 'failed' | 'finished' | 'pruned' | 'queued' | 'running';
      /** @default null */
      readonly seed: number | null;
      /** @default null */
      readonly job_id: string | null;
      /** @default null */
      readonly run_id: string | null;
      /** @default null */
      readonly value: number | null;
      /** @default null */
      readonly started_at: number | null;
      /** @default null */
      readonly ended_at: number | null;
      /** @default null */
      readonly error: string | null;
      /** @default null */
      readonly last_value: number | null;
    };
    /**
     * Trigger
     * @description What starts a schedule; the fields that its kind needs are set.
     */
    readonly Trigger: {
      /** @enum {unknown} */
      readonly kind: 'after' | 'cron' | 'data' | 'event' | 'interval';
      /** @default  */
      readonly cron: string;
      /** @default UTC */
      readonly timezone: string;
      /** @default null */
      readonly every_s: number | null;
      /** @default  */
      readonly watch: string;
      /** @default  */
      readonly event: string;
      /** @default  */
      readonly of: string;
    };
    /**
     * UploadState
     * @description How far an upload is.
     */
    readonly UploadState: {
      readonly offset: number;
      readonly whole: boolean;
    };
    /**
     * ValueChange
     * @description Something that has a value on two sides: a parameter, a package, a setting.
     */
    readonly ValueChange: {
      readonly name: string;
      readonly side: string;
      /** @enum {unknown} */
      readonly change: 'added' | 'changed' | 'removed' | 'same';
      readonly before: unknown;
      readonly after: unknown;
    };
    /**
     * VersionInfo
     * @description Who answers.
     */
    readonly VersionInfo: {
      readonly version: string;
      readonly home: string;
    };
    /**
     * WhyRequest
     * @description Explain what a version says to one row.
     */
    readonly WhyRequest: {
      readonly row: Record<string, unknown>;
      /**
       * @default shapley
       * @enum {unknown}
       */
      readonly method?: 'shap' | 'shapley';
      /** @default null */
      readonly output?: string | null;
    };
    /**
     * Worker
     * @description A process that starts what is due.
     */
    readonly Worker: {
      readonly id: string;
      readonly host: string;
      readonly pid: number;
      readonly started_at: number;
      readonly seen_at: number;
      /** @default  */
      readonly warning: string;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  readonly get_version: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['VersionInfo'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly list_runs: {
    readonly parameters: {
      readonly query?: {
        readonly search?: string;
        readonly sort?: string;
        readonly parent?: string | null;
        readonly before?: string | null;
        readonly limit?: number;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['RunsPage'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_run: {
    readonly parameters: {
      readonly query?: {
        readonly first?: number;
        readonly count?: number;
      };
      readonly header?: never;
      readonly path: {
        readonly run_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['RunDetail'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_cell: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly run_id: string;
        readonly cell_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['CellExecution'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_metric: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly run_id: string;
        readonly key: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['MetricSeries'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_lineage: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly run_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Lineage'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly compare_runs: {
    readonly parameters: {
      readonly query: {
        readonly runs: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['RunComparison'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly diff_executions: {
    readonly parameters: {
      readonly query: {
        readonly a: string;
        readonly b: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['ExecutionDiff'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_artifact: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly digest: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['ArtifactPreview'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_journal: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly writer: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['JournalState'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly take_journal: {
    readonly parameters: {
      readonly query: {
        readonly start: number;
      };
      readonly header?: never;
      readonly path: {
        readonly writer: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/octet-stream': string;
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['JournalState'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly end_journal: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly writer: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['JournalState'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly list_missing_bytes: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['DigestsRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['MissingArtifacts'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_bytes: {
    readonly parameters: {
      readonly query?: {
        readonly start?: number;
        readonly length?: number;
      };
      readonly header?: never;
      readonly path: {
        readonly digest: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/octet-stream': string;
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly take_bytes: {
    readonly parameters: {
      readonly query: {
        readonly upload: string;
        readonly start: number;
        readonly total: number;
      };
      readonly header?: never;
      readonly path: {
        readonly digest: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/octet-stream': string;
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['UploadState'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly list_models: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['ModelsPage'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_model: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly name: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Model'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_alias_history: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly name: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['AliasHistory'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly promote: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly name: string;
        readonly alias: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['PromoteRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['ModelVersion'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_model_version: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly name: string;
        readonly number: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['ModelVersion'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_bom: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly name: string;
        readonly number: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/octet-stream': string;
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_card: {
    readonly parameters: {
      readonly query?: {
        readonly revision?: number | null;
      };
      readonly header?: never;
      readonly path: {
        readonly name: string;
        readonly number: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['CardPage'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly save_card: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly name: string;
        readonly number: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['CardRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['CardPage'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly diff_card: {
    readonly parameters: {
      readonly query: {
        readonly one: number;
        readonly other?: number | null;
      };
      readonly header?: never;
      readonly path: {
        readonly name: string;
        readonly number: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['CardDifference'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_explanations: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly name: string;
        readonly number: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Explanations'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly explain_version: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly name: string;
        readonly number: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['ExplainRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Explanations'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly explain_row: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly name: string;
        readonly number: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['WhyRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['LocalExplanationPlot'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly roll_back: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly name: string;
        readonly alias: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['ReasonRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['ModelVersion'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly remove_alias: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly name: string;
        readonly alias: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['ReasonRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Model'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_policy: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly name: string;
        readonly alias: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['PolicyState'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly set_policy: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly name: string;
        readonly alias: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['PolicyRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['AliasPolicy'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly remove_policy: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly name: string;
        readonly alias: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['ReasonRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['AliasPolicy'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_timeline: {
    readonly parameters: {
      readonly query?: {
        readonly number?: number | null;
      };
      readonly header?: never;
      readonly path: {
        readonly name: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['TimelinePage'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly describe_model: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly name: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['DescribeRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Model'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly rename_model: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly name: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['RenameRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Model'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly describe_version: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly name: string;
        readonly number: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['DescribeRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['ModelVersion'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly retire_version: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly name: string;
        readonly number: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['ReasonRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['ModelVersion'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly reinstate_version: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly name: string;
        readonly number: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['ReasonRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['ModelVersion'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly list_gate_checks: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly name: string;
        readonly number: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['GateChecksPage'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly list_policies: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['PoliciesPage'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly list_approvals: {
    readonly parameters: {
      readonly query?: {
        readonly model?: string | null;
        readonly status?: ('approved' | 'rejected' | 'requested' | 'withdrawn') | null;
        readonly limit?: number;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['ApprovalsPage'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly request_approval: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['ApprovalRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['ApprovalState'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly approve: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly approval_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['CommentRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['ApprovalOutcome'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly reject: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly approval_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['CommentRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['ApprovalOutcome'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly withdraw: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly approval_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['CommentRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['ApprovalOutcome'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly list_audit: {
    readonly parameters: {
      readonly query?: {
        readonly model?: string;
        readonly noun?: string;
        readonly noun_id?: string;
        readonly action?: string;
        readonly who?: string;
        readonly since?: number | null;
        readonly until?: number | null;
        readonly before?: number | null;
        readonly limit?: number;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['AuditPage'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly verify_audit: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['AuditVerdict'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_audit_anchor: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['AuditAnchor'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly start_score: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly name: string;
        readonly number: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['ScoreRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['ScoreState'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly list_scores: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['ScoresPage'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_score: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly run_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['ScoreState'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly cancel_score: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly run_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['ScoreState'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly list_jobs: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['JobsPage'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly submit_job: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['JobRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Job'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_job: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly job_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Job'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_executed_notebook: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly job_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['ExecutedNotebook'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly cancel_job: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly job_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Job'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly retry_job: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly job_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Job'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly resume_job: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly job_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Job'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly list_sweeps: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['SweepsPage'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly start_sweep: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['SweepRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Sweep'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_sweep: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly sweep_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['SweepDetail'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_sweep_summary: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly sweep_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['SweepSummary'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly cancel_sweep: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly sweep_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Sweep'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly continue_sweep: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly sweep_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Sweep'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly list_schedules: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['SchedulesPage'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly create_schedule: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['ScheduleRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Schedule'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_schedule: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly schedule_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['ScheduleDetail'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly list_next_times: {
    readonly parameters: {
      readonly query?: {
        readonly count?: number;
      };
      readonly header?: never;
      readonly path: {
        readonly schedule_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['NextTimes'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly pause_schedule: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly schedule_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Schedule'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly resume_schedule: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly schedule_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Schedule'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly run_schedule: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly schedule_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Firing'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly remove_schedule: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly schedule_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Schedule'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly preview_schedule: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['ScheduleRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['SchedulePreview'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly preview_sweep: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['SweepRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['SweepPreview'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly list_pipelines: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['PipelinesPage'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly create_pipeline: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['PipelineRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Pipeline'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly run_pipeline: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly name: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['PipelineRun'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_pipeline_run: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly pipeline_run_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['PipelineRun'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly cancel_pipeline_run: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly pipeline_run_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['PipelineRun'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly resume_pipeline_run: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly pipeline_run_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['PipelineRun'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly list_reproductions: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly run_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['ReproductionsPage'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly reproduce_run: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly run_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['ReproduceRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Reproduction'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly list_bisections: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly run_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['BisectionsPage'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly preview_bisection: {
    readonly parameters: {
      readonly query: {
        readonly other: string;
        readonly packages?: boolean;
      };
      readonly header?: never;
      readonly path: {
        readonly run_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['SearchPlan'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly bisect_runs: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly run_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['BisectRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['CauseSearch'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_bisection: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly bisection_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['CauseSearch'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly cancel_bisection: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly bisection_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['CauseSearch'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_notebook_parameters: {
    readonly parameters: {
      readonly query: {
        readonly path: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['NotebookParameters'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly list_notebook_cells: {
    readonly parameters: {
      readonly query: {
        readonly path: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['NotebookCells'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly list_deployments: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['DeploymentsPage'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly deploy: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['DeployRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Deployment'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly stop_deployment: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly deployment: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Deployment'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly set_routes: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly deployment: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['RoutesRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Deployment'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly list_drift: {
    readonly parameters: {
      readonly query?: {
        readonly deployment?: string | null;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['DriftPage'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly measure_drift: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['DriftRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['DriftReport'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly get_drift_report: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly report_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['DriftReport'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly list_events: {
    readonly parameters: {
      readonly query?: {
        readonly after?: number;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['EventsPage'];
        };
      };
      /** @description Refused, with the reason. */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Problem'];
        };
      };
    };
  };
}

package main

import (
	"accord/internal/app"
	"accord/internal/jobs"
)

// backgroundJobs is the work done at a steady beat, mail excepted.
func backgroundJobs(a *app.App) []jobs.Job {
	return []jobs.Job{{Name: "tick", Every: jobs.MinEvery, Run: a.Tick}}
}

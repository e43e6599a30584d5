package main

import (
	"accord/internal/app"
	"accord/internal/jobs"
)

// backgroundJobs is the work done at a steady beat, mail excepted.
func backgroundJobs(*app.App) []jobs.Job {
	return nil
}

package pages

// diagnosticViews gives the pages of the diagnostic in their states.
func diagnosticViews(b Base) map[string][]framed {
	return map[string][]framed{
		"diagnostics": {&diagnosticsView{Base: b}},
	}
}

package accord

import (
	"fmt"
	"strings"
)

// MinutesReport is what a representative reported, as it was when the meeting
// was closed.
type MinutesReport struct {
	Side       Side                `json:"side"`
	AuthorID   string              `json:"author_id"`
	AuthorName string              `json:"author_name"`
	Lines      []MinutesReportLine `json:"lines"`
}

// MinutesReportLine is one thing that was reported, with what it had become.
type MinutesReportLine struct {
	ID     string  `json:"id"`
	Kind   RepKind `json:"kind"`
	Text   string  `json:"text"`
	Became RepTurn `json:"became"`
}

// WithReports is the minutes with what the representatives reported.
func (m Minutes) WithReports(list []RepReportDetail) Minutes {
	m.Reports = make([]MinutesReport, 0, len(list))
	for _, r := range list {
		report := MinutesReport{Side: r.Side, AuthorID: r.AuthorID, AuthorName: r.AuthorName}
		for _, l := range r.Lines {
			report.Lines = append(report.Lines, MinutesReportLine{ID: l.ID, Kind: l.Kind, Text: l.Text, Became: l.Became})
		}
		m.Reports = append(m.Reports, report)
	}
	return m
}

// writeReports writes what was reported, a heading a side and a line a thing.
func (m Minutes) writeReports(b *strings.Builder, w minutesWords) {
	if len(m.Reports) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## %s\n", w.reports)
	for _, r := range m.Reports {
		fmt.Fprintf(b, "\n### %s (%s)\n\n", w.sides[r.Side], oneLine(r.AuthorName))
		for _, l := range r.Lines {
			became := ""
			if l.Became != RepOpen {
				became = " → " + w.became[l.Became]
			}
			fmt.Fprintf(b, "- **%s:** %s%s\n", w.repKinds[l.Kind], oneLine(l.Text), became)
		}
	}
}

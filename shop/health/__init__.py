"""Is the site able to work, who works for it, and what did it say: probes, metrics, logs, and lost jobs."""

"""The planner's screen: from teams to a published plan, in six steps."""
